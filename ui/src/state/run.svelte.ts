/**
 * What is loaded of the list of captures: one run of rows without gaps, newest first, somewhere in a list whose length is
 * known or guessed. It knows where it stands, and where the pages before and behind it are to be asked for.
 */
import type { CapturePage } from "../api/gen/CapturePage";
import type { CaptureRow } from "../api/gen/CaptureRow";
import { AHEAD, PAGE } from "./asking";
import { merge, without } from "./list";

/** Most rows that are kept while new ones come in at the top; the rest is loaded again when it is wanted. */
const KEPT = 10 * PAGE;
/** Most rows that can be laid out, 48 pixels each: engines draw nothing below 33,554,432 pixels. */
const MOST = 690_000;

export class Run {
  /** The run that is loaded. */
  rows = $state.raw<CaptureRow[]>([]);
  /** How many rows of the list stand before the run: after a jump about so many, until the run meets an end. */
  start = $state(0);
  /** How many captures the list has, without those that wait; an estimate where `isLeast`. */
  length = $state(0);
  /** There are `matching` captures at least. */
  isLeast = $state(false);
  /** How many captures are stored, whatever the list shows of them. */
  total = $state(0);
  /** How many rows are laid out. */
  readonly size = $derived(Math.min(this.length, MOST));

  /** How many were counted, where it is not known whether that is all. */
  protected counted = $state(0);
  /** Where the page behind the run is to be asked for; `null`: the run meets the oldest. */
  protected older: number | null = null;
  /** Where the page before the run is to be asked for. Of no use while the run meets the newest. */
  protected newer = 0;
  /** The highest id that is in the list. */
  protected newest = 0;

  /** Changes what a row says of some captures. */
  alter(ids: ReadonlySet<number>, part: Partial<CaptureRow>): void {
    this.rows = this.rows.map((row) => (ids.has(row.id) ? { ...row, ...part } : row));
  }

  /** Takes captures out of the list. Answers the rows that were loaded. */
  remove(ids: ReadonlySet<number>): CaptureRow[] {
    const gone = this.rows.filter((row) => ids.has(row.id));
    this.#shift(ids, -1);
    this.rows = without(this.rows, ids);
    return gone;
  }

  /** Puts captures back that were taken out; `gone` are those that were loaded. */
  restore(ids: ReadonlySet<number>, gone: readonly CaptureRow[]): void {
    this.#shift(ids, 1);
    this.rows = merge(this.rows, gone.filter((row) => this.mayHold(row.id)));
    this.fit();
  }

  /** Counts captures in or out. */
  #shift(ids: ReadonlySet<number>, sign: 1 | -1): void {
    const first = this.rows[0]?.id ?? Infinity;
    this.length += sign * ids.size;
    this.total += sign * ids.size;
    if (this.start > 0) this.start += sign * [...ids].filter((id) => id > first).length;
  }

  /** Forgets the end of a run that grew long at its beginning. */
  protected cut(): void {
    if (this.rows.length <= KEPT) return;
    this.rows = this.rows.slice(0, KEPT / 2);
    this.older = this.rows.at(-1)?.id ?? null;
  }

  /** Whether a row with this id belongs into the run, not before or behind it. */
  protected mayHold(id: number): boolean {
    const first = this.rows[0];
    return (this.start === 0 || (first !== undefined && id < first.id)) && (this.older === null || id >= this.older);
  }

  protected replace(page: CapturePage, start: number): void {
    this.rows = page.rows;
    this.older = page.next ?? null;
    this.newer = page.rows[0]?.id ?? 0;
    this.start = Math.max(Math.min(start, MOST - page.rows.length), 0);
    this.fit();
  }

  /** The ends of the list are where the run meets them. */
  protected fit(): void {
    const least = this.start + this.rows.length;
    if (this.older === null) {
      this.length = least;
      this.isLeast = false;
    } else if (this.length <= least) {
      this.length = least + AHEAD;
    }
  }
}
