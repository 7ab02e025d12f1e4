import { expect, test } from "vitest";
import type { FixtureRow } from "../api/gen/FixtureRow";
import { cellsOf, fixtureSentence, isMatch } from "./outcomes";

const row = (part: Partial<FixtureRow>): FixtureRow => ({ name: "text-plain", title: "A text", tags: ["café"], fields: ["messages"], channel: "facebook", items: 1, documents: 1, outputs: ["same"], outcome: "passed", why: "", differences: 0, ignored: 0, took_ms: 0.2, version: "1", ...part });

test("a row is found by each word of its name, title, field, tag and what changed", () => {
  for (const text of ["", "PLAIN", "a text", "messages", "#café text", "facebook"]) expect(isMatch(row({}), text, null), text).toBe(true);
  expect(isMatch(row({}), "plain image", null)).toBe(false);
  expect(isMatch(row({ why: "1 value: content_type" }), "content_type", null)).toBe(true);
  expect(isMatch(row({}), "plain", "changed")).toBe(false);
});

test("few documents have a square each, many one for all that are alike", () => {
  const cells = (part: Partial<FixtureRow>): [string, number][] => cellsOf(row(part)).map(({ state, count }) => [state, count]);
  expect(cells({ documents: 0, outputs: [] })).toEqual([]);
  expect(cells({ documents: 2, outputs: ["same", "differs", "missing"] })).toEqual([["same", 1], ["differs", 1], ["missing", 1]]);
  const twenty = Array.from({ length: 20 }, (_, index) => (index === 3 ? "differs" : "same"));
  expect(cells({ documents: 1000, outputs: twenty })).toEqual([["same", 999], ["differs", 1]]);
});

test("a row is a sentence", () => {
  expect(fixtureSentence(row({ outcome: "changed", why: "1 value: content_type" }))).toBe("text-plain, A text, Changed, 1 value: content_type, 1 item, 1 message out");
});
