/** Which rows of a list are drawn, and where it is scrolled to so that they do not move: rows of one height, in pixels. */
import type { CaptureRow } from "../api/gen/CaptureRow";
import { placeAfter } from "./list";

/** Rows drawn beyond each edge: what a turn of the wheel brings into sight is there. */
const BEYOND = 12;

export interface Sight {
  /** The rows in sight, from 0, the last one included. */
  first: number;
  last: number;
  /** The rows to draw, the last one excluded. */
  from: number;
  to: number;
}

export function rowsInSight(top: number, height: number, row: number, size: number): Sight {
  const first = Math.max(Math.min(Math.floor(top / row), size - 1), 0);
  const last = Math.max(Math.min(Math.ceil((top + height) / row), size - 1), first);
  return { first, last, from: Math.max(first - BEYOND, 0), to: Math.min(last + 1 + BEYOND, size) };
}

/** A list at one moment. */
export interface Moment {
  /** The loaded rows, newest first. */
  rows: readonly CaptureRow[];
  /** How many rows stand before them. */
  start: number;
  filter: string;
  /** Height of a row. */
  row: number;
}

/**
 * Where to scroll to, from `top`, when a list changes, so that its first row in sight stays there. At the very top it
 * stays at the top; another filter begins there.
 */
export function heldTop(before: Moment, after: Moment, top: number): number {
  if (before.filter !== after.filter) return 0;
  if (top < before.row / 4 || before.row === 0) return top;
  const index = Math.floor(top / before.row);
  const inRow = (top % before.row) * (after.row / before.row);
  const held = before.rows[index - before.start];
  const [newest, oldest] = [after.rows[0], after.rows.at(-1)];
  const isThere = held !== undefined && newest !== undefined && oldest !== undefined && held.id <= newest.id && held.id >= oldest.id;
  return (isThere ? after.start + placeAfter(after.rows, held.id) : index) * after.row + inRow;
}
