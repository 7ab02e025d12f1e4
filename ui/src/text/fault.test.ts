import { expect, test } from "vitest";
import { faultOf } from "./fault";

test.each([
  "{}",
  "[]",
  ' {"a": [1, -0.5e+10, "x\\u00e9\\n", {"b": null}], "c": [[], {}], "d": true} \n',
  '"text"',
  "\ufeff[false]",
  `${"[".repeat(200)}${"]".repeat(200)}`,
])("%j is JSON", (text) => {
  expect(faultOf(text)).toBeNull();
  expect(() => JSON.parse(text.replace("\ufeff", ""))).not.toThrow();
});

test.each([
  ["", 0, "There is nothing: a value should stand here"],
  ['{"a":1', 6, "The text ends before its }"],
  ['{"a":[1,2}', 9, "A comma or ] should stand here"],
  ['{"a" 1}', 5, "A colon should stand here"],
  ['{"a":1,}', 7, "No comma may stand before }"],
  ["[1,]", 3, "No comma may stand before ]"],
  ["{a:1}", 1, "A key in double quotes should stand here"],
  ["[tru]", 1, "tru is no value; texts stand in double quotes"],
  ["[01]", 1, "01 is no number"],
  ["[1.]", 1, "1. is no number"],
  ['["a\\q"]', 3, "\\q is no escape"],
  ['["a\tb"]', 3, "A control character must be written as an escape"],
  ['["a]', 1, "This string is not closed"],
  ["{} {}", 3, "The document ends before this"],
  ["[1}", 2, "A comma or ] should stand here"],
  ["['a']", 1, "A value should stand here"],
  ["]", 0, "A value should stand here"],
])("%j is none at %i", (text, offset, message) => {
  expect(faultOf(text)).toMatchObject({ offset, message });
  expect(() => JSON.parse(text)).toThrow();
});

test("a place is told by line and column", () => {
  expect(faultOf('{\n "a": 1\n "b": 2\n}')).toMatchObject({ line: 3, column: 2 });
});
