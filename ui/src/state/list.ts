/** How the list of captures takes in what is new: pure; rows are newest first, each id once. */
import type { CaptureRow } from "../api/gen/CaptureRow";

/** Both lists as one; rows that both hold are taken from `newer`. */
export function merge(rows: readonly CaptureRow[], newer: readonly CaptureRow[]): CaptureRow[] {
  const known = new Set(newer.map((row) => row.id));
  return [...newer, ...rows.filter((row) => !known.has(row.id))].sort((one, other) => other.id - one.id);
}

/** `rows` with those replaced that came anew; none is added, none moves. */
export function update(rows: readonly CaptureRow[], anew: readonly CaptureRow[]): CaptureRow[] {
  const byId = new Map(anew.map((row) => [row.id, row]));
  return rows.map((row) => byId.get(row.id) ?? row);
}

/** `rows` without some. */
export function without(rows: readonly CaptureRow[], ids: ReadonlySet<number>): CaptureRow[] {
  return rows.filter((row) => !ids.has(row.id));
}

/** Where the row with `id` stands, else -1. */
export function placeOf(rows: readonly CaptureRow[], id: number | null): number {
  if (id === null) return -1;
  const at = placeAfter(rows, id);
  return rows[at]?.id === id ? at : -1;
}

/** How many rows are newer than `id`. */
export function placeAfter(rows: readonly CaptureRow[], id: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.id ?? 0) > id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the row is accepted and not converted yet: it will change. */
export function isPending(row: CaptureRow): boolean {
  return row.judgement === "accepted" && row.ledger === null;
}

/** The ids between which rows are pending, both excluded; `null` where none is. */
export function pendingSpan(rows: readonly CaptureRow[]): { after: number; before: number } | null {
  const newest = rows.find(isPending);
  const oldest = rows.findLast(isPending);
  if (newest === undefined || oldest === undefined) return null;
  return { after: oldest.id - 1, before: newest.id + 1 };
}

/** The row that is `delta` places below the one with `id`; at an end it stays. Without `id` it is the first. */
export function neighbour(rows: readonly CaptureRow[], id: number | null, delta: number): CaptureRow | undefined {
  const at = placeOf(rows, id);
  if (at < 0) return rows[0];
  return rows[Math.min(Math.max(at + delta, 0), rows.length - 1)];
}

/** The row to go to when some are removed: the next older one, else the next newer one. */
export function heir(rows: readonly CaptureRow[], id: number, removed: ReadonlySet<number>): CaptureRow | undefined {
  const at = placeAfter(rows, id);
  const stays = (row: CaptureRow): boolean => !removed.has(row.id) && row.id !== id;
  return rows.slice(at).find(stays) ?? rows.slice(0, at).findLast(stays);
}

/** `filter`, asked of captures between two ids only. The bounds go first: an open quote would take them in. */
export function bounded(filter: string, { after, before }: { after?: number; before?: number }): string {
  const terms = [after === undefined ? "" : `after:#${after}`, before === undefined ? "" : `before:#${before}`, filter];
  return terms.filter((term) => term !== "").join(" ");
}
