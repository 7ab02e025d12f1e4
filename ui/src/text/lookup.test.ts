import { expect, test } from "vitest";
import { runNow } from "./slices";
import { findValues } from "./lookup";

const TEXT = '{"object":"page","entry":[{"id":12,"text":"caf\\u00e9 \\/ bar"},{"a/b":{"~":["x",null,"Café"]}}]}';
const find = (query: string, most = 10): [string, string][] => runNow(findValues(TEXT, query, most)).map(({ pointer, value }) => [pointer, value]);

test("values are found by what they say, escapes read, whatever the case", () => {
  expect(find("CAFÉ")).toEqual([
    ["/entry/0/text", "café / bar"],
    ["/entry/1/a~1b/~0/2", "Café"],
  ]);
  expect(find("12")).toEqual([["/entry/0/id", "12"]]);
  expect(find("null")).toEqual([["/entry/1/a~1b/~0/1", "null"]]);
});

test("and by their own key, but not by a key above it", () => {
  expect(find("object")).toEqual([["/object", "page"]]);
  expect(find("entry")).toEqual([]);
});

test("the offset leads to the value, and no more are found than asked for", () => {
  const [first] = runNow(findValues(TEXT, "bar", 1));
  expect(TEXT.slice(first?.offset)).toMatch(/^"caf/);
  expect(find("", 2)).toHaveLength(2);
});

test("what is no JSON has no values, a bare one is its own", () => {
  expect(runNow(findValues('{"a":', "a", 5))).toEqual([]);
  expect(runNow(findValues('"hello"', "hell", 5))).toEqual([{ pointer: "", value: "hello", offset: 0 }]);
});
