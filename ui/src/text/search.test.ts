import { expect, test } from "vitest";
import { findMatches, Matches } from "./search";
import { runNow } from "./slices";

function found(text: string, wanted: string): [number, number][] {
  const matches = new Matches();
  runNow(findMatches(text, wanted, matches));
  return Array.from({ length: matches.length }, (_, index) => [matches.start(index), matches.end(index)]);
}

test("whatever the case, in order and without overlap", () => {
  expect(found("Mid mId MID", "mid")).toEqual([[0, 3], [4, 7], [8, 11]]);
  expect(found("aaaaa", "aa")).toEqual([[0, 2], [2, 4]]);
  expect(found("ÉTÉ", "été")).toEqual([[0, 3]]);
  expect(found("anything", "")).toEqual([]);
  expect(found("", "x")).toEqual([]);
});

test("a letter with an accent is found however it is composed", () => {
  expect(found("caf\u00e9 cafe\u0301", "cafe\u0301")).toEqual([[0, 4], [5, 10]]);
  expect(found("caf\u00e9 cafe\u0301", "caf\u00e9")).toEqual([[0, 4], [5, 10]]);
});

test("what is typed is a text, not an expression", () => {
  expect(found('{"a":[1.5]} \\u00e9', "[1.5]")).toEqual([[5, 10]]);
  expect(found("\\u00e9 \\d", "\\u00e9")).toEqual([[0, 6]]);
  expect(found("a|b a-b (^$*+?/)", "(^$*+?/)")).toEqual([[8, 16]]);
});

test("pictures of two units and bytes that are no UTF-8 are found whole", () => {
  expect(found("x\u{1f600}y\u{1f600}", "\u{1f600}")).toEqual([[1, 3], [4, 6]]);
  expect(found("x\udcffy", "\udcff")).toEqual([[1, 2]]);
});

test("a match over the edge between two chunks is found once", () => {
  for (const before of [(1 << 17) - 3, (1 << 17) - 1, 1 << 17]) {
    const text = `${"x".repeat(before)}needle${"x".repeat(1 << 17)}needle`;
    expect(found(text, "NEEDLE")).toEqual([[before, before + 6], [text.length - 6, text.length]]);
  }
  // Where one match reaches into the next chunk, none begins inside it.
  for (const shift of ["", "x", "xx", "xxx"]) {
    const text = shift + "ab".repeat(1 << 17);
    expect(found(text, "aba").map(([from]) => from)).toEqual(Array.from(text.matchAll(/aba/g), ({ index }) => index));
  }
});

test("places are looked up by where they start", () => {
  const matches = new Matches();
  for (let at = 0; at < 1000; at += 10) matches.push(at, at + 3);
  expect(matches.firstFrom(0)).toBe(0);
  expect(matches.firstFrom(11)).toBe(2);
  expect(matches.firstFrom(991)).toBe(100);
  expect(matches.indexOf(20, 23)).toBe(2);
  expect(matches.indexOf(20, 24)).toBe(-1);
  expect(matches.indexOf(21, 23)).toBe(-1);
});
