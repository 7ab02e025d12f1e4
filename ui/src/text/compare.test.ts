import { expect, test } from "vitest";
import { compare } from "./compare";
import { pretty } from "./pretty";
import { runNow } from "./slices";

function differences(left: string, right: string): string[] {
  const [one, other] = [left, right].map((text) => runNow(pretty(text)));
  if (one == null || other == null) throw new Error("no JSON");
  return compare(one, other).changes.map((change) => `${change.kind} ${change.pointer} ${change.left ?? "-"} ${change.right ?? "-"}`);
}

test("white space is no difference", () => {
  expect(differences('{"a":[1,{"b":2}]}', '{ "a" : [ 1,\n{"b":2} ] }')).toEqual([]);
});

test("added, removed and changed values have their pointer", () => {
  expect(differences('{"a":1,"b":{"c":"x"},"d":[1,2]}', '{"a":2,"b":{},"d":[1,2],"e":null}')).toEqual(['changed /a 1 2', 'removed /b/c "x" -', "added /e - null"]);
});

test("an element put into an array leaves those around it alone", () => {
  expect(differences('[{"m":1},{"m":2},{"m":3}]', '[{"m":1},{"m":9},{"m":2},{"m":3}]')).toEqual(['added /1 - {"m":9}']);
  expect(differences("[1,2,3]", "[1,3]")).toEqual(["removed /1 2 -"]);
  expect(differences('[1,{"a":1},3]', '[1,{"a":2},3]')).toEqual(["changed /1/a 1 2"]);
});

test("the same value written in another way is told apart from another value", () => {
  expect(differences(String.raw`{"t":"caf\u00e9","n":1.50}`, '{"t":"café","n":1.5}')).toEqual([String.raw`form /t "caf\u00e9" "café"`, "form /n 1.50 1.5"]);
  expect(differences("[12345678901234567890]", "[12345678901234567891]")).toEqual(["changed /0 12345678901234567890 12345678901234567891"]);
  expect(differences('{"a":1}', '{"a":"1"}')).toEqual(['changed /a 1 "1"']);
});

test("members in another order are noted once", () => {
  expect(differences('{"a":1,"b":2,"c":3}', '{"c":3,"a":1,"b":2}')).toEqual(["order  a, b, c c, a, b"]);
  expect(differences('{"a":1,"c":3}', '{"a":1,"b":2,"c":3}')).toEqual(["added /b - 2"]);
});

test("members of one key are matched by their order", () => {
  expect(differences('{"a":1,"a":2}', '{"a":1,"a":3}')).toEqual(["changed /a 2 3"]);
  expect(differences('{"a":1,"a":2}', '{"a":1}')).toEqual(["removed /a 2 -"]);
});

test("a value of another kind is changed as a whole", () => {
  expect(differences('{"a":{"b":1}}', '{"a":[1]}')).toEqual(['changed /a {"b":1} [1]']);
});

test("keys are escaped in pointers", () => {
  expect(differences('{"a/b":{"~":1}}', '{"a/b":{"~":2}}')).toEqual(["changed /a~1b/~0 1 2"]);
});

test("no more is listed than one can read, and depth does no harm", () => {
  const many = (from: number): string => JSON.stringify(Array.from({ length: 9000 }, (_, index) => index + from));
  const [one, other] = [many(0), many(100_000)].map((text) => runNow(pretty(text)));
  if (one == null || other == null) throw new Error("no JSON");
  const result = compare(one, other);
  expect([result.changes.length, result.isCut]).toEqual([5000, true]);
  const deep = (leaf: number): string => "[".repeat(20_000) + leaf + "]".repeat(20_000);
  expect(differences(deep(1), deep(2))).toHaveLength(1);
});
