import { expect, test } from "vitest";
import { findValues, type FoundValue } from "./lookup";
import { pretty } from "./pretty";
import { runNow } from "./slices";

const TEXT = '{"object":"page","entry":[{"id":12,"text":"caf\\u00e9 \\/ bar"},{"a/b":{"~":["x",null,"Café"]}}]}';

function find(query: string, most = 10, text = TEXT): FoundValue[] {
  const json = runNow(pretty(text));
  return json === null ? [] : runNow(findValues(json, query, most));
}

const places = (query: string): [string, string][] => find(query).map(({ pointer, value }) => [pointer, value]);

test("values are found by what they say, escapes read, whatever the case", () => {
  expect(places("CAFÉ")).toEqual([
    ["/entry/0/text", "café / bar"],
    ["/entry/1/a~1b/~0/2", "Café"],
  ]);
  expect(places("12")).toEqual([["/entry/0/id", "12"]]);
  expect(places("null")).toEqual([["/entry/1/a~1b/~0/1", "null"]]);
});

test("and by their own key, but not by a key above it", () => {
  expect(places("object")).toEqual([["/object", "page"]]);
  expect(places("entry")).toEqual([]);
});

test("the offset leads to the value in the source, and no more are found than asked for", () => {
  expect(TEXT.slice(find("bar", 1)[0]?.offset)).toMatch(/^"caf/);
  expect(find("", 2)).toHaveLength(2);
  expect(find("hell", 5, '"hello"')).toEqual([{ pointer: "", value: "hello", offset: 0 }]);
});
