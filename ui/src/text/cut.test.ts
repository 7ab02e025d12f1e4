import { expect, test } from "vitest";
import { cuts, isBoundary } from "./cut";
import { pretty } from "./pretty";
import { runNow } from "./slices";

function cut(value: string): { shown: string; bytes: number }[] {
  const json = runNow(pretty(`{"k": ${value}}`));
  if (json === null) throw new Error("no JSON");
  return cuts(json).map(({ from, to, bytes, token }) => ({ shown: `${json.text.slice(json.start(token), from)}…${json.text.slice(to, json.end(token))}`, bytes }));
}

test("a string of 120 is whole, one of 121 is cut", () => {
  expect(cut(`"${"x".repeat(120)}"`)).toEqual([]);
  expect(cut(`"${"x".repeat(121)}"`)).toEqual([{ shown: `"${"x".repeat(36)}…${"x".repeat(12)}"`, bytes: 121 }]);
});

test("its length is in bytes, as it came", () => {
  expect(cut(`"${"é".repeat(200)}"`)[0]?.bytes).toBe(400);
  expect(cut(`"${"\\u00e9".repeat(50)}"`)[0]?.bytes).toBe(300);
});

test("numbers and containers are not cut", () => {
  expect(cut("1".repeat(300))).toEqual([]);
  expect(cut(`[${"1,".repeat(200)}1]`)).toEqual([]);
});

test.each(["\\u00e9", "\\\\", "\\\"", "\\/", "😀", "a\\\\\\u00e9", "\\\\\\\\n"])("no escape and no pair is broken: %s", (unit) => {
  for (let lead = 0; lead < 7; lead += 1) {
    const [only] = cut(`"${"x".repeat(lead)}${unit.repeat(60)}"`);
    const [head = "", tail = ""] = only?.shown.slice(1, -1).split("…") ?? [];
    for (const part of [head, tail]) {
      expect(() => JSON.parse(`"${part}"`)).not.toThrow();
      expect(part.isWellFormed()).toBe(true);
    }
  }
});

test("a place inside an escape is no boundary", () => {
  const raw = '"\\u00e9\\\\n"';
  expect(Array.from(raw, (_, at) => isBoundary(raw, at))).toEqual([true, true, false, false, false, false, false, true, false, true, true]);
});
