import { expect, test } from "vitest";
import { sampleCaptures } from "../api/memory/captures";
import { Ties } from "./ties";
import { wordsOf } from "./tracing";

const mixed = sampleCaptures().find(({ view }) => view.items.length === 4);
if (mixed === undefined) throw new Error("no sample");
const { view } = mixed;
const outputs = view.items.flatMap((item, index) => item.outputs.map((output) => ({ item: index, view: output })));
const ties = new Ties(view, outputs);
const TEXT = "/entry/0/messaging/0/message/text";

test("a value of the body leads to its fact and to all that is made of it", () => {
  const traced = ties.of({ pane: "raw", pointer: TEXT });
  expect(traced?.facts).toEqual([{ item: 0, fact: 3 }]);
  expect(traced?.leaves).toContainEqual({ output: 0, pointer: "/payload/message/content" });
  expect(traced?.leaves).toContainEqual({ output: 0, pointer: "/payload/conversation/last_message/content" });
  expect(traced?.leaves.every(({ output }) => output === 0)).toBe(true);
});

test("a value of a document leads back to the value it is made of, and to its card", () => {
  const traced = ties.of({ pane: "output", output: 2, pointer: "/payload/message/content" });
  expect(traced?.raw).toEqual(["/entry/0/messaging/1/message/text"]);
  expect(traced?.facts).toEqual([{ item: 1, fact: 1 }]);
  expect(traced?.words).toEqual(["Copied; 1 escape decoded"]);
});

test("a fact leads both ways", () => {
  const traced = ties.of({ pane: "decoded", item: 0, fact: 3 });
  expect(traced?.raw).toEqual([TEXT]);
  expect(traced?.leaves.length).toBeGreaterThan(1);
});

test("facts of the body as a whole, and of an item whose number begins like another's", () => {
  const [one] = view.items;
  const [fact] = one?.facts ?? [];
  if (one === undefined || fact === undefined) throw new Error("no fact");
  const at = (pointer: string, of: string): typeof one => ({ ...one, pointer, outputs: [], unread: [], facts: [{ ...fact, pointer: of }] });
  const items = [at("", "/entry/0/id"), at("/entry/0/messaging/1", "/entry/0/messaging/17/text"), at("/entry/0/messaging/17", "/entry/0/messaging/17/text")];
  const found = (pointer: string): unknown => new Ties({ ...view, items }, []).of({ pane: "raw", pointer })?.facts;
  expect(found("/entry/0/id")).toEqual([{ item: 0, fact: 0 }]);
  expect(found("/entry/0/messaging/17/text")).toEqual([{ item: 1, fact: 0 }, { item: 2, fact: 0 }]);
});

test("there and back again: every source of a leaf leads to that leaf", () => {
  outputs.forEach(({ view: { origins } }, output) => {
    for (const { pointer, from } of origins) {
      for (const source of from) expect(ties.of({ pane: "raw", pointer: source })?.leaves).toContainEqual({ output, pointer });
    }
  });
});

test("a hidden member is not taken for the one that counts", () => {
  expect(ties.of({ pane: "raw", pointer: "/entry/0/messaging/0/message/text", isHidden: true })).toEqual({
    raw: [],
    facts: [],
    leaves: [],
    words: ["Not read: a later member of the same name counts"],
    isUnread: true,
  });
});

test("what lies in a value that something is made of belongs to it", () => {
  const own = new Ties({ ...view, items: [] }, [{ item: 0, view: { ...outputs[0]!.view, origins: [{ pointer: "/a", kind: "raw", from: ["/story"], rule: "x", setting: null, words: "Derived" }] } }]);
  expect(own.of({ pane: "raw", pointer: "/story/url" })?.leaves).toEqual([{ output: 0, pointer: "/a" }]);
  expect(own.of({ pane: "raw", pointer: "/storyteller" })?.leaves).toEqual([]);
});

test("the bar says it in words", () => {
  const say = (pointer: string): object | null => {
    const traced = ties.of({ pane: "raw", pointer });
    return traced === null ? null : wordsOf(view, traced, 0);
  };
  expect(say("/entry/0/messaging/0/message/mid")).toMatchObject({ cards: "Message ID", to: expect.stringContaining("message.custom_channel.external_message_id"), how: "Copied" });
  expect(say("/entry/0/messaging/0/message/quick_reply/payload")).toMatchObject({ cards: "Quick reply", to: "", how: "Decoded, not in the output" });
  expect(say("/entry/0/messaging/0/message/nlp/detected_locales")).toMatchObject({ how: "Not read" });
  expect(say("/entry/0/messaging/0/message/attachments/0/payload/url")).toMatchObject({ to: expect.stringContaining("of output 2") });
});

test("what only holds others leads nowhere, unless nothing read it", () => {
  const withContainers = new Ties(view, outputs, (pointer) => !pointer.endsWith("text"));
  expect(withContainers.of({ pane: "raw", pointer: "" })).toBeNull();
  expect(withContainers.of({ pane: "raw", pointer: "/entry/0/messaging" })).toBeNull();
  expect(withContainers.of({ pane: "raw", pointer: "/entry/0/messaging/0/message/nlp" })?.isUnread).toBe(true);
  expect(ties.of({ pane: "raw", pointer: "/entry/0/messaging" })).not.toBeNull();
});
