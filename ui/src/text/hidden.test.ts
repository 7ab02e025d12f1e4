import { expect, test } from "vitest";
import { hiddenMembers } from "./hidden";
import { pretty } from "./pretty";
import { runNow } from "./slices";

function hidden(text: string): string[] {
  const json = runNow(pretty(text));
  if (json === null) throw new Error("no JSON");
  return runNow(hiddenMembers(json))
    .toSorted((a, b) => a - b)
    .map((token) => json.slice(token, json.lastOf(token)));
}

test("of members of one name all but the last are hidden, however it is written", () => {
  expect(hidden('{"a":1,"b":{"a":2},"\\u0061":[3],"a":4,"c":[{"a":5},{"a":6}]}')).toEqual(["1", "[3]"]);
  expect(hidden('[{"a":{"b":1,"b":2},"a":3}]')).toEqual(['{"b":1,"b":2}', "1"]);
  expect(hidden('{"a":1,"b":"a","c":["a","a"]}')).toEqual([]);
});

test("an object of many members is no exception", () => {
  const members = Array.from({ length: 40 }, (_, number) => `"${number % 30}":${number}`);
  expect(hidden(`{${members.join(",")}}`)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
});
