import { expect, test } from "vitest";
import { fuzzy, marked } from "./fuzzy";

const best = (query: string, ...texts: string[]): string[] =>
  texts
    .flatMap((text) => {
      const match = fuzzy(query, text);
      return match === null ? [] : [{ text, score: match.score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text);

test("the start of a word beats its middle, a piece beats scattered letters", () => {
  expect(best("re", "Compare", "Edit and replay", "Replay")).toEqual(["Replay", "Edit and replay", "Compare"]);
  expect(best("wl", "Wrap lines", "Show the whole list", "Owl")).toEqual(["Owl", "Wrap lines", "Show the whole list"]);
});

test("every word of the query must be there, in any order", () => {
  expect(best("output next", "Next output", "Next item")).toEqual(["Next output"]);
  expect(fuzzy("xyz", "Replay")).toBeNull();
  expect(fuzzy("", "Replay")?.ranges).toEqual([]);
});

test("letters may be scattered over the starts of words only", () => {
  expect(fuzzy("gtl", "Go to the list")?.ranges).toEqual([[0, 1], [3, 4], [10, 11]]);
  expect(fuzzy("ols", "Go to the list")).toBeNull();
});

test("what matched is marked, overlaps once", () => {
  expect(fuzzy("REP pla", "Edit and replay")?.ranges).toEqual([[9, 14]]);
  expect(marked("Edit and replay", [[9, 12]])).toEqual([
    { text: "Edit and ", isMatch: false },
    { text: "rep", isMatch: true },
    { text: "lay", isMatch: false },
  ]);
});
