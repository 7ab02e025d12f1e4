import { expect, test } from "vitest";
import type { ReferencePage } from "../api/gen/ReferencePage";
import { search } from "./reference.svelte";

const page = (id: string, kind: string, part: Partial<ReferencePage> = {}): ReferencePage => ({ id, kind, title: id, means: "", does: "", why: "", properties: [], ...part });

const PAGES = [
  page("rule/echo", "rule", { title: "An echo", why: "The Page wrote it." }),
  page("messages", "field", { title: "Message", means: "A person wrote to the Page." }),
  page("message_reads", "field", { title: "Read receipt", properties: [{ name: "watermark", type: "number", unit: "ms", meaning: "Everything up to this was read", deprecated: false }] }),
];

test("without words all pages stand by kind", () => {
  expect(search(PAGES, " ").map(({ id }) => id)).toEqual(["messages", "message_reads", "rule/echo"]);
});

test("all words must be there, in a name, a text or a property; names come first", () => {
  expect(search(PAGES, "page wrote").map(({ id }) => id)).toEqual(["messages", "rule/echo"]);
  expect(search(PAGES, "WATERMARK read").map(({ id }) => id)).toEqual(["message_reads"]);
  expect(search(PAGES, "message").map(({ id }) => id)).toEqual(["messages", "message_reads"]);
  expect(search(PAGES, "echo person")).toEqual([]);
});
