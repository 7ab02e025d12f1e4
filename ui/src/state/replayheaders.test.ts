import { expect, test } from "vitest";
import type { Header } from "../api/gen/Header";
import { faultOf, isEdited, isFraming, linesOf, textOf, typedOver } from "./replayheaders";

const headers: Header[] = [
  { name: "host", value: "a", masked: false },
  { name: "Authorization", value: "••••••••", masked: true },
  { name: "Content-Length", value: "2", masked: false },
];

test("lines are edited only where one says something else", () => {
  const lines = linesOf(headers);
  expect(isEdited(lines, headers)).toBe(false);
  expect(isEdited(lines.slice(1), headers)).toBe(true);
  expect(isEdited([...lines.slice(0, 2), { ...lines[2]!, value: "3" }], headers)).toBe(true);
  expect(textOf(lines)).toEqual(["host: a", "Authorization: ••••••••", "Content-Length: 2"]);
  expect(lines.map(isFraming)).toEqual([false, false, true]);
});

test.each([
  ["", "x", "needs a name"],
  ["a b", "x", "no space"],
  ["a:", "x", "no space"],
  ["X-Odd", "a\r\nb: c", "one line"],
] as const)("%j: %j is refused", (name, value, why) => {
  expect(faultOf({ key: 1, name, value, was: null })).toContain(why);
});

test("what is typed over a secret has none of its dots", () => {
  const [, secret] = linesOf(headers);
  expect(faultOf(secret!)).toBeNull();
  expect(typedOver(secret!, "••••••••x")).toBe("x");
  expect(typedOver({ ...secret!, value: "x" }, "x•")).toBe("x•");
});
