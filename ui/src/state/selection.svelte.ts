/** Which captures an action is for: those that were marked, else the open one. */
import type { CaptureRow } from "../api/gen/CaptureRow";
import { placeOf } from "./list";

export class Selection {
  /** The marked ones; empty while only the open one is selected. */
  marked = $state.raw<ReadonlySet<number>>(new Set());

  /** Where a range begins: the last one that was chosen alone. */
  #anchor: number | null = null;

  /** Whether more than the open one is selected. */
  get isMany(): boolean {
    return this.marked.size > 0;
  }

  has(id: number, open: number | null): boolean {
    return this.marked.size > 0 ? this.marked.has(id) : id === open;
  }

  /** The selected ids. */
  ids(open: number | null): number[] {
    if (this.marked.size > 0) return [...this.marked];
    return open === null ? [] : [open];
  }

  /** One alone. */
  only(id: number | null): void {
    this.marked = new Set();
    this.#anchor = id;
  }

  /** Adds one, or takes it away; the open one was selected until now. */
  toggle(id: number, open: number | null): void {
    const marked = new Set(this.ids(open));
    if (!marked.delete(id)) marked.add(id);
    this.marked = marked;
    this.#anchor = id;
  }

  /** From where the range began to `id`. */
  extend(rows: readonly CaptureRow[], id: number, open: number | null): void {
    const from = placeOf(rows, this.#anchor ?? open);
    const to = placeOf(rows, id);
    if (to < 0) return;
    this.#anchor = from < 0 ? id : (this.#anchor ?? open);
    const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)];
    this.marked = new Set(rows.slice(first, last + 1).map((row) => row.id));
  }

  all(rows: readonly CaptureRow[]): void {
    this.marked = new Set(rows.map((row) => row.id));
  }
}
