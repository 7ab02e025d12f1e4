import { expect, test } from "vitest";
import { columns, digits, findBytes, moved, row } from "./hex";

const BYTES = new Uint8Array([...new TextEncoder().encode('{"text":"café"}'), 0, 0xff]);

test("a row is an offset, bytes and what of them is ASCII", () => {
  const { offset, runs } = row(BYTES, 0, 16, () => "");
  expect(offset).toBe("000000");
  expect(runs).toEqual([{ style: "", hex: "7b 22 74 65 78 74 22 3a  22 63 61 66 c3 a9 22 7d", ascii: '{"text":"caf··"}' }]);
  expect(row(BYTES, 16, 16, () => "")).toEqual({ at: 16, offset: "000010", runs: [{ style: "", hex: "00 ff", ascii: "··" }] });
});

test("bytes of one look are one stretch", () => {
  const { runs } = row(BYTES, 8, 8, (at) => (at === 10 ? "is-cursor" : at >= 12 ? "is-lit" : ""));
  expect(runs.map(({ style, hex }) => [style, hex])).toEqual([["", "22 63 "], ["is-cursor", "61 "], ["", "66 "], ["is-lit", "c3 a9 22 7d"]]);
});

test("offsets of large bodies have the digits they need", () => {
  expect(digits(0)).toBe(6);
  expect(digits(0x1000000)).toBe(6);
  expect(digits(0x1000001)).toBe(7);
  expect(columns(1000, 16)).toBe(6 + 2 + 16 * 2 + 15 + 1 + 2 + 16);
});

test("text is found in either case, and bytes where they are typed as such", () => {
  const at = (wanted: string, most = 10): number[] => findBytes(BYTES, wanted, most).map(({ from }) => from);
  expect(at("TEXT")).toEqual([2]);
  expect(findBytes(BYTES, "é", 10)).toEqual([{ from: 12, to: 14 }]);
  expect(at("c3 A9")).toEqual([12]);
  expect(at("0xff")).toEqual([17]);
  expect(at("0x22 63")).toEqual([8]);
  expect(at("ff")).toEqual([]);
  expect(at('"')).toEqual([1, 6, 8, 14]);
  expect(at('"', 2)).toEqual([1, 6]);
  expect(at("")).toEqual([]);
});

test("keys move the cursor by bytes, rows and pages, never out of the body", () => {
  const go = (key: string, from: number, isFar = false): number | null => moved(key, isFar, from, 100, 16, 3);
  expect(go("ArrowRight", 99)).toBe(99);
  expect(go("ArrowLeft", 0)).toBe(0);
  expect(go("ArrowDown", 5)).toBe(21);
  expect(go("ArrowDown", 90)).toBe(90);
  expect(go("ArrowUp", 5)).toBe(5);
  expect(go("PageDown", 5)).toBe(53);
  expect(go("PageDown", 90)).toBe(99);
  expect(go("Home", 37)).toBe(32);
  expect(go("End", 37)).toBe(47);
  expect(go("Home", 37, true)).toBe(0);
  expect(go("End", 37, true)).toBe(99);
  expect(go("x", 37)).toBeNull();
  expect(moved("ArrowDown", false, 0, 0, 16, 3)).toBeNull();
});
