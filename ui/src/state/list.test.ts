import { expect, test } from "vitest";
import type { CaptureRow } from "../api/gen/CaptureRow";
import { stored } from "../api/memory/make";
import { bounded, heir, isPending, merge, neighbour, pendingSpan, placeAfter, placeOf, update, without } from "./list";

const row = (id: number, part: Partial<CaptureRow> = {}): CaptureRow => stored(id, { body: "", row: { title: `#${id}`, ...part } }).view.row;
const done = { ledger: { items: 0, converted: 0, skipped: 0, unknown: 0, failed: 0 } };
const ids = (rows: CaptureRow[]): number[] => rows.map(({ id }) => id);
const rows = [row(9), row(6), row(4), row(1)];

test("two lists become one in order, none twice, the newer row of two", () => {
  const merged = merge([row(5), row(3), row(2)], [row(7), row(4), row(3, { title: "anew" })]);
  expect(ids(merged)).toEqual([7, 5, 4, 3, 2]);
  expect(merged[3]?.title).toBe("anew");
});

test("an update replaces rows in their place and adds none", () => {
  const updated = update([row(3), row(2), row(1)], [row(9), row(2, { title: "anew" })]);
  expect(ids(updated)).toEqual([3, 2, 1]);
  expect(updated[1]?.title).toBe("anew");
});

test("only what is accepted and not converted is pending", () => {
  expect(isPending(row(1))).toBe(true);
  expect(isPending(row(1, done))).toBe(false);
  expect(isPending(row(1, { judgement: "invalid" }))).toBe(false);
});

test("the pending span leaves out what is done at both ends", () => {
  expect(pendingSpan([row(5, done), row(4), row(3, done), row(2), row(1, done)])).toEqual({ after: 1, before: 5 });
  expect(pendingSpan([row(5, done)])).toBeNull();
});

test("places are found by id, those of missing ones between their neighbours", () => {
  expect([9, 6, 4, 1].map((id) => placeOf(rows, id))).toEqual([0, 1, 2, 3]);
  expect([10, 5, 0, null].map((id) => placeOf(rows, id))).toEqual([-1, -1, -1, -1]);
  expect([10, 9, 5, 1, 0].map((id) => placeAfter(rows, id))).toEqual([0, 0, 2, 3, 4]);
});

test("neighbours stop at the ends", () => {
  expect(neighbour(rows, 9, 1)?.id).toBe(6);
  expect(neighbour(rows, 9, -1)?.id).toBe(9);
  expect(neighbour(rows, 9, Infinity)?.id).toBe(1);
  expect(neighbour(rows, null, 1)?.id).toBe(9);
  expect(neighbour([], null, 1)).toBeUndefined();
});

test("the heir of a removed row is the next older one that stays, else the next newer one", () => {
  expect(heir(rows, 6, new Set([6]))?.id).toBe(4);
  expect(heir(rows, 6, new Set([6, 4, 1]))?.id).toBe(9);
  expect(heir(rows, 6, new Set([9, 6, 4, 1]))).toBeUndefined();
  expect(ids(without(rows, new Set([6, 1])))).toEqual([9, 4]);
});

test("bounds stand before the filter, where an open quote does not reach them", () => {
  expect(bounded('"open', { after: 3, before: 9 })).toBe('after:#3 before:#9 "open');
  expect(bounded("", { before: 9 })).toBe("before:#9");
});
