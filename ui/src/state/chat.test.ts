import { expect, test } from "vitest";
import type { Fact } from "../api/gen/Fact";
import { document, fact, item } from "../api/memory/make";
import type { ItemView } from "../api/gen/ItemView";
import { lines, lineText } from "./chat";
import type { Output } from "./opened.svelte";

const RECEIVED = 1_773_325_661_312_000;

function capture(items: ItemView[]): { items: ItemView[]; outputs: Output[]; shown: number[] } {
  return { items, outputs: items.flatMap(({ outputs }, index) => outputs.map((view) => ({ item: index, view }))), shown: [...items.keys()] };
}

function texts(items: ItemView[], shown?: number[]): string[] {
  const made = capture(items);
  return lines(made.items, made.outputs, shown ?? made.shown, RECEIVED, "utc").map((line) => lineText(line, "utc"));
}

const message = (facts: Fact[], ...outputs: ItemView["outputs"]): ItemView => item("", "", { title: "Message", kind: "message", verdict: "converted", facts, outputs });

test("a document is a bubble; what belongs to the message is said once", () => {
  const tapped = fact("Quick reply payload", "WHITE", "code", null, "/entry/0/messaging/0/message/quick_reply/payload");
  const made = message([tapped], document(1, "Text", "Still there?"), document(2, "Image", "https://cdn.example/a.jpg"));
  expect(texts([made])).toEqual(["12 March 2026", "Customer, 14:27:41, tapped “WHITE”, Text: Still there?", "Customer, 14:27:41, Image: https://cdn.example/a.jpg"]);
});

test("what the business said stands on its side, and is called what it is", () => {
  const said = document(1, "Text", "Yes");
  const echo = item("", "", { title: "Echo", kind: "echo", verdict: "converted", outputs: [{ ...said, document: said.document.replaceAll('"Consumer"', '"User"') }] });
  const made = capture([echo]);
  expect(lines(made.items, made.outputs, made.shown, RECEIVED, "utc")[1]).toMatchObject({ kind: "bubble", isOwn: true, asides: ["echo"] });
});

test("items without a message say what happened", () => {
  const read = item("", "", { title: "Read receipt", kind: "read", verdict: "skipped", facts: [fact("From", "7310"), fact("Read up to", "2026-03-12T14:26:58.000Z", "time")] });
  const nudge = item("", "", { title: "message_nudge", kind: "unknown", verdict: "unknown" });
  const failed = item("", "", { title: "Message", kind: "message", verdict: "failed", reason: "Nobody sent it." });
  expect(texts([read, nudge, failed])).toEqual(["Read receipt, read up to 14:26:58.000", "message_nudge, no decoder", "Message, failed: Nobody sent it."]);
});

test("another day is said before its first message, and only items that are looked at are there", () => {
  const later = document(2, "Text", "b");
  const tomorrow = message([], { ...later, document: later.document.replaceAll("2026-03-12", "2026-03-13") });
  const both = [message([], document(1, "Text", "a")), tomorrow];
  expect(texts(both).filter((text) => text.endsWith("2026"))).toEqual(["12 March 2026", "13 March 2026"]);
  expect(texts(both, [1])).toEqual(["13 March 2026", "Customer, 14:27:41, Text: b"]);
});
