import { expect, test } from "vitest";
import { allKeys, areAll, keySuggestions, pieces, remembered, valueSuggestions, without, wordAt } from "./filter";

const at = (marked: string): { text: string; cursor: number } => ({ text: marked.replace("|", ""), cursor: marked.indexOf("|") });

test.each([
  ["fi|", { start: 0, end: 2, negated: false, key: null, prefix: "fi" }],
  ["a -ver|dict:x b", { start: 2, end: 12, negated: true, key: "verdict", prefix: "x" }],
  ['from:"Jane D|oe" x', { start: 0, end: 15, negated: false, key: "from", prefix: "Jane Doe" }],
  ["field:messages |", { start: 15, end: 15, negated: false, key: null, prefix: "" }],
  ["https://a.example|", { start: 0, end: 17, negated: false, key: "https", prefix: "//a.example" }],
])("the word at %s", (marked, word) => {
  const { text, cursor } = at(marked);
  expect(wordAt(text, cursor)).toEqual(word);
});

test("keys are offered for what begins like one, and the cursor goes behind the colon", () => {
  const { text, cursor } = at("hello -re| x");
  const [replay] = keySuggestions(text, wordAt(text, cursor));
  expect(replay).toMatchObject({ text: "replay:", result: "hello -replay: x", cursor: 14 });
  expect(keySuggestions("hello ", wordAt("hello ", 6))).toEqual([]);
  expect(allKeys().length).toBe(11);
});

test("a value is quoted where it has to be, and the next term can follow", () => {
  const { text, cursor } = at("x from:ja|");
  const [jane] = valueSuggestions(text, wordAt(text, cursor), ["Jane Doe"]);
  expect(jane).toMatchObject({ text: "Jane Doe", result: 'x from:"Jane Doe" ', cursor: 18 });
  expect(valueSuggestions("dup:yes", wordAt("dup:yes", 7), ["yes"])).toEqual([]);
});

test("the last filters used, each once", () => {
  expect(remembered(["a", "b", "c"], "b")).toEqual(["b", "a", "c"]);
  expect(remembered(["1", "2", "3", "4", "5", "6", "7", "8"], "0").length).toBe(8);
});

test("the pieces are the text, whatever is recognised of it", () => {
  const text = "hi -field:x  verdict:good";
  const terms = [
    { start: 0, end: 2, negated: false, key: null },
    { start: 3, end: 11, negated: true, key: "field" },
  ];
  const drawn = pieces(text, terms, { start: 13, end: 25 });
  expect(drawn.map((piece) => piece.text).join("")).toBe(text);
  expect(drawn.map((piece) => piece.kind)).toEqual(["word", "gap", "key", "value", "gap", "gap"]);
  expect(drawn.filter((piece) => piece.isFault).map((piece) => piece.text)).toEqual(["verdict:good"]);
  expect(drawn.filter((piece) => piece.negated).map((piece) => piece.text)).toEqual(["-field:", "x"]);
});

test("terms of a longer text than there is now are left out", () => {
  expect(pieces("ab", [{ start: 0, end: 9, negated: false, key: null }], { start: 1, end: 9 }).map((piece) => piece.text)).toEqual(["a", "b"]);
});

test("a term is taken out, and what is left is a filter", () => {
  const text = 'café  -from:"Jane Doe" type:Image';
  expect(without(text, { start: 0, end: 4 })).toBe('-from:"Jane Doe" type:Image');
  expect(without(text, { start: 6, end: 22 })).toBe("café type:Image");
  expect(without("dup:yes", { start: 0, end: 7 })).toBe("");
});

test("chips stand for a text only where they say all of it", () => {
  const terms = [{ start: 0, end: 1 }, { start: 2, end: 9 }];
  expect(areAll("a dup:yes ", terms)).toBe(true);
  expect(areAll("a dup:yes b", terms)).toBe(false);
  expect(areAll("a dup:", terms)).toBe(false);
  expect(areAll("", [])).toBe(false);
});
