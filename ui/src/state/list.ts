/** How the list of captures takes in what is new: pure, newest first, each id once. */
import type { CaptureRow } from "../api/gen/CaptureRow";

/** `newer` before `rows`; rows that both hold are taken from `newer`. */
export function prepend(rows: readonly CaptureRow[], newer: readonly CaptureRow[]): CaptureRow[] {
  const known = new Set(newer.map((row) => row.id));
  return [...newer, ...rows.filter((row) => !known.has(row.id))];
}

/** `older` behind `rows`; rows that both hold stay where they are. */
export function append(rows: readonly CaptureRow[], older: readonly CaptureRow[]): CaptureRow[] {
  const known = new Set(rows.map((row) => row.id));
  return [...rows, ...older.filter((row) => !known.has(row.id))];
}

/** `rows` with those replaced that came anew; none is added, none moves. */
export function update(rows: readonly CaptureRow[], anew: readonly CaptureRow[]): CaptureRow[] {
  const byId = new Map(anew.map((row) => [row.id, row]));
  return rows.map((row) => byId.get(row.id) ?? row);
}

/** Whether the row is accepted and not converted yet: it will change. */
export function isPending(row: CaptureRow): boolean {
  return row.judgement === "accepted" && row.ledger === null;
}

/** The ids between which rows are pending, both excluded; `null` where none is. */
export function pendingSpan(rows: readonly CaptureRow[]): { after: number; before: number } | null {
  const pending = rows.filter(isPending);
  const newest = pending[0];
  const oldest = pending.at(-1);
  if (newest === undefined || oldest === undefined) return null;
  return { after: oldest.id - 1, before: newest.id + 1 };
}

/** The row that is `delta` places below the one with `id`; at an end it stays. Without `id` it is the first. */
export function neighbour(rows: readonly CaptureRow[], id: number | null, delta: number): CaptureRow | undefined {
  const at = rows.findIndex((row) => row.id === id);
  if (at < 0) return rows[0];
  return rows[Math.min(Math.max(at + delta, 0), rows.length - 1)];
}
