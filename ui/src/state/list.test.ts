import { expect, test } from "vitest";
import type { CaptureRow } from "../api/gen/CaptureRow";
import { stored } from "../api/memory/make";
import { append, isPending, neighbour, pendingSpan, prepend, update } from "./list";

const row = (id: number, part: Partial<CaptureRow> = {}): CaptureRow => stored(id, { body: "", row: { title: `#${id}`, ...part } }).view.row;
const done = { ledger: { items: 0, converted: 0, skipped: 0, unknown: 0, failed: 0 } };
const ids = (rows: CaptureRow[]): number[] => rows.map(({ id }) => id);

test("new rows go first, older ones last, none twice", () => {
  expect(ids(prepend([row(3), row(2)], [row(5), row(4), row(3)]))).toEqual([5, 4, 3, 2]);
  expect(ids(append([row(3), row(2)], [row(2), row(1)]))).toEqual([3, 2, 1]);
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

test("neighbours stop at the ends", () => {
  const rows = [row(3), row(2), row(1)];
  expect(neighbour(rows, 3, 1)?.id).toBe(2);
  expect(neighbour(rows, 3, -1)?.id).toBe(3);
  expect(neighbour(rows, 3, Infinity)?.id).toBe(1);
  expect(neighbour(rows, null, 1)?.id).toBe(3);
  expect(neighbour([], null, 1)).toBeUndefined();
});
