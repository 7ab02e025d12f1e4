import { expect, test } from "vitest";
import type { CaptureRow } from "../api/gen/CaptureRow";
import { stored } from "../api/memory/make";
import { heldTop, rowsInSight, type Moment } from "./scrolling";

const rows = (...ids: number[]): CaptureRow[] => ids.map((id) => stored(id, { body: "", row: { title: "" } }).view.row);
const moment = (part: Partial<Moment>): Moment => ({ rows: rows(9, 8, 7, 6, 5), start: 0, filter: "", row: 48, ...part });

test("the rows in sight, cut ones included, and some beyond are drawn", () => {
  expect(rowsInSight(48 * 100 + 10, 480, 48, 1000)).toEqual({ first: 100, last: 111, from: 88, to: 124 });
  expect(rowsInSight(0, 480, 48, 3)).toEqual({ first: 0, last: 2, from: 0, to: 3 });
  expect(rowsInSight(0, 0, 48, 0)).toEqual({ first: 0, last: 0, from: 0, to: 0 });
});

test("what comes or goes above leaves the rows in sight where they are", () => {
  const top = 2 * 48 + 7;
  expect(heldTop(moment({}), moment({ rows: rows(11, 10, 9, 8, 7, 6, 5) }), top)).toBe(top + 96);
  expect(heldTop(moment({}), moment({ rows: rows(9, 7, 6, 5) }), top)).toBe(top - 48);
  expect(heldTop(moment({ start: 40 }), moment({ start: 30 }), 42 * 48)).toBe(32 * 48);
});

test("at the top it stays at the top; a removed row gives its place to the next", () => {
  expect(heldTop(moment({}), moment({ rows: rows(11, 10, 9) }), 3)).toBe(3);
  expect(heldTop(moment({}), moment({ rows: rows(9, 8, 6, 5) }), 96)).toBe(96);
});

test("another run, where the row is not, changes nothing; another filter begins at the top", () => {
  expect(heldTop(moment({}), moment({ rows: rows(3, 2, 1), start: 60 }), 96)).toBe(96);
  expect(heldTop(moment({}), moment({ filter: "x" }), 96)).toBe(0);
});

test("other heights keep the first row", () => {
  expect(heldTop(moment({}), moment({ row: 28 }), 3 * 48 + 24)).toBe(3 * 28 + 14);
});
