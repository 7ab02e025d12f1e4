/**
 * The list of captures: live, newest first, in pages by key.
 *
 * What is loaded is one run of rows without gaps, somewhere in a list whose length is known. A jump far away replaces
 * the run, so that the end of a long list is as near as its beginning. While someone reads further down, new captures
 * are only counted: the list does not move under the eyes.
 */
import type { Backend } from "../api/backend";
import type { CapturePage } from "../api/gen/CapturePage";
import type { CaptureRow } from "../api/gen/CaptureRow";
import type { ListCaptures } from "../api/gen/ListCaptures";
import { bounded, merge, pendingSpan, placeOf, update, without } from "./list";

/** Rows of one page. */
const PAGE = 200;
/** Rows beyond those in sight that are loaded before they are needed. */
const AHEAD = 60;
/** Most rows that can be laid out, 48 pixels each: engines draw nothing below 33,554,432 pixels. */
const MOST = 690_000;

export class Captures {
  /** The run that is loaded. */
  rows = $state.raw<CaptureRow[]>([]);
  /** How many rows of the list stand before the run: after a jump about so many, until the run meets an end. */
  start = $state(0);
  /** How many captures the list has; `waiting` ones are not among them. */
  length = $state(0);
  /** `length` is a lower bound. */
  isLeast = $state(false);
  /** How many captures are stored. */
  total = $state(0);
  /** What the rows answer; empty: all. */
  filter = $state("");
  /** New ones that are not in the list yet. */
  waiting = $state(0);
  /** `waiting` is a lower bound. */
  waitingIsLeast = $state(false);
  /** Whether the first page came. */
  isLoaded = $state(false);
  /** Which row (from 0) is to be brought into sight: another object, another wish. */
  aim = $state.raw<{ index: number }>({ index: 0 });
  /** Says whether new rows may push the list down; the pane knows. */
  mayGrow: () => boolean = () => true;

  /** How many rows are laid out. */
  readonly size = $derived(Math.min(this.length, MOST));

  readonly #backend: Backend;
  #more = false;
  /** The highest id that is in the list. */
  #newest = 0;
  #waiting = new Set<number>();
  /** All captures up to this one were converted when they were last asked for: whether they match is final. */
  #settled = 0;
  /** Grows when the run is replaced: what was asked for before is dropped. */
  #version = 0;
  #isLoading = false;
  #wanted: [first: number, last: number] = [0, 0];

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Takes in what is new. Answers the captures that were not seen before. `projectedTo`: the highest converted id. */
  async pull(projectedTo: number): Promise<CaptureRow[]> {
    if (!this.isLoaded) {
      await this.reload();
      this.#settled = projectedTo;
      return this.rows;
    }
    const version = this.#version;
    await this.#refreshPending();
    const newest = Math.max(this.#newest, ...this.#waiting);
    const page = await this.#list({ after: this.filter === "" ? newest : this.#settled });
    if (version !== this.#version) return [];
    this.#settled = projectedTo;
    this.total = page.total;
    const isGap = page.more && (page.rows.at(-1)?.id ?? 0) > newest;
    const fresh = this.start === 0 && this.waiting === 0 && this.mayGrow() ? await this.#takeIn(page.rows, isGap) : this.#count(page.rows, isGap);
    if (this.filter === "" && !this.waitingIsLeast) this.length = this.total - this.waiting;
    this.#fit();
    return fresh;
  }

  /** Shows other captures: those that answer `filter`. The rows stay until the others are there. */
  async show(filter: string, isAimed = false): Promise<void> {
    const version = ++this.#version;
    const page = await this.#list({}, filter);
    if (version !== this.#version) return;
    this.filter = filter;
    this.isLoaded = true;
    this.total = page.total;
    this.#forgetWaiting();
    this.#newest = page.rows[0]?.id ?? 0;
    this.#replace(page, 0);
    if (isAimed) this.#aimAt(0);
    if (filter === "") {
      this.length = page.total;
      this.isLeast = false;
    } else if (page.more) {
      this.length = page.rows.length + AHEAD;
      this.isLeast = true;
      void this.#measure(version);
    }
  }

  /** Starts over from the newest. */
  async reload(): Promise<void> {
    await this.show(this.filter);
  }

  /** Brings the newest row into sight. */
  async showNewest(): Promise<void> {
    if (this.start > 0 || this.waiting > 0) await this.show(this.filter, true);
    else this.#aimAt(0);
  }

  /** Brings the oldest row into sight. */
  async showOldest(): Promise<void> {
    if (this.#more) await this.#loadOldest(true);
    else this.#aimAt(this.length - 1);
  }

  /** Brings a capture into sight. Answers whether the list holds it. */
  async showCapture(id: number): Promise<boolean> {
    const place = placeOf(this.rows, id);
    if (place < 0) return this.#loadCapture(id);
    this.#aimAt(this.start + place);
    return true;
  }

  /**
   * Loads what is missing around the rows from `first` to `last`, both counted from the top of the list. While that goes
   * on only the last wish counts.
   */
  async loadAround(first: number, last: number): Promise<void> {
    this.#wanted = [first, last];
    if (this.#isLoading) return;
    this.#isLoading = true;
    try {
      for (let before: readonly CaptureRow[] | null = null; before !== this.rows; ) {
        before = this.rows;
        await this.#loadWanted();
      }
    } finally {
      this.#isLoading = false;
    }
  }

  async #loadWanted(): Promise<void> {
    const [first, last] = this.#wanted;
    const end = this.start + this.rows.length;
    if (last < this.start - PAGE || first > end + PAGE) await this.#jumpTo(first);
    else if (last + AHEAD >= end && this.#more) await this.#loadOlder();
    else if (first - AHEAD < this.start && this.start > 0) await this.#loadNewer();
  }

  /** Whether rows are missing among those from `first` to `last`. */
  lacks(first: number, last: number): boolean {
    const end = this.start + this.rows.length;
    return (first < this.start && this.start > 0) || (last >= end && this.#more);
  }

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
    this.rows = merge(this.rows, gone.filter((row) => this.#mayHold(row.id)));
    this.#fit();
  }

  /** Counts captures in or out. */
  #shift(ids: ReadonlySet<number>, sign: 1 | -1): void {
    const first = this.rows[0]?.id ?? Infinity;
    this.length += sign * ids.size;
    this.total += sign * ids.size;
    if (this.start > 0) this.start += sign * [...ids].filter((id) => id > first).length;
  }

  async #takeIn(rows: readonly CaptureRow[], isGap: boolean): Promise<CaptureRow[]> {
    const fresh = rows.filter((row) => this.#mayHold(row.id) && placeOf(this.rows, row.id) < 0);
    if (isGap) {
      await this.reload();
    } else if (fresh.length > 0) {
      this.rows = merge(this.rows, fresh);
      this.length += fresh.length;
      this.#newest = Math.max(this.#newest, this.rows[0]?.id ?? 0);
    }
    return fresh;
  }

  #count(rows: readonly CaptureRow[], isGap: boolean): CaptureRow[] {
    const fresh = rows.filter((row) => row.id > this.#newest && !this.#waiting.has(row.id));
    for (const row of fresh) this.#waiting.add(row.id);
    this.waiting = this.#waiting.size;
    this.waitingIsLeast ||= isGap;
    return fresh;
  }

  /** Whether a row with this id belongs into the run, not before or behind it. */
  #mayHold(id: number): boolean {
    const [first, last] = [this.rows[0], this.rows.at(-1)];
    return (this.start === 0 || (first !== undefined && id < first.id)) && (!this.#more || (last !== undefined && id > last.id));
  }

  #replace(page: CapturePage, start: number): void {
    this.rows = page.rows;
    this.#more = page.more;
    this.start = Math.max(Math.min(start, MOST - page.rows.length), 0);
    this.#fit();
  }

  /** The ends of the list are where the run meets them. */
  #fit(): void {
    const least = this.start + this.rows.length;
    if (!this.#more) {
      this.length = least;
      this.isLeast = false;
    } else if (this.length <= least) {
      this.length = least + AHEAD;
    }
  }

  /** Together with the rows: else they would be taken for a jump, and those at the old place be loaded. */
  #aimAt(index: number): void {
    this.#wanted = [index, index];
    this.aim = { index };
  }

  async #loadOldest(isAimed: boolean): Promise<void> {
    const version = ++this.#version;
    const page = await this.#list({ oldest: true, before: this.#newest + 1 });
    if (version !== this.#version) return;
    this.#replace({ ...page, more: false }, this.size - page.rows.length);
    if (isAimed) this.#aimAt(this.length - 1);
  }

  async #loadCapture(id: number): Promise<boolean> {
    if (id > this.#newest) return false;
    const version = ++this.#version;
    const page = await this.#list({ before: id + PAGE / 4 });
    const newer = bounded(this.filter, { after: page.rows[0]?.id ?? 0, before: this.#newest + 1 });
    const { count } = await this.#backend.rpc("captures.count", { filter: newer });
    const place = placeOf(page.rows, id);
    if (version !== this.#version || place < 0) return false;
    this.#replace(page, count);
    this.#aimAt(this.start + place);
    return true;
  }

  async #loadOlder(): Promise<void> {
    const [version, last] = [this.#version, this.rows.at(-1)];
    if (last === undefined) return;
    const page = await this.#list({ before: last.id });
    if (version !== this.#version) return;
    this.rows = [...this.rows, ...page.rows];
    this.#more = page.more;
    this.#fit();
  }

  async #loadNewer(): Promise<void> {
    const [version, first] = [this.#version, this.rows[0]];
    if (first === undefined) return;
    const page = await this.#list({ after: first.id, before: this.#newest + 1, oldest: true });
    if (version !== this.#version) return;
    const start = page.more ? Math.max(this.start - page.rows.length, 1) : 0;
    this.length += start - (this.start - page.rows.length);
    this.rows = [...page.rows, ...this.rows];
    this.start = start;
  }

  /** Goes where the row at a place (from 0) may be: between the newest and the oldest, ids tell about where. */
  async #jumpTo(index: number): Promise<void> {
    if (index < PAGE) return this.reload();
    if (index > this.size - PAGE) return this.#loadOldest(false);
    const version = ++this.#version;
    const oldest = (await this.#list({ oldest: true, limit: 1 })).rows[0]?.id ?? 1;
    const start = Math.max(index - AHEAD, 1);
    const before = this.#newest - Math.floor((start / this.size) * (this.#newest - oldest));
    const page = await this.#list({ before: Math.max(before, oldest + 1) });
    if (version === this.#version) this.#replace(page, start);
  }

  async #measure(version: number): Promise<void> {
    const filter = bounded(this.filter, { before: this.#newest + 1 });
    const { count, at_least } = await this.#backend.rpc("captures.count", { filter });
    if (version !== this.#version || !this.#more) return;
    this.length = count;
    this.isLeast = at_least;
    this.#fit();
  }

  async #refreshPending(): Promise<void> {
    for (let span = pendingSpan(this.rows); span !== null; ) {
      const page = await this.#list(span, "");
      this.rows = update(this.rows, page.rows);
      const rest = pendingSpan(this.rows);
      if (rest?.after === span.after && rest.before === span.before) return;
      span = rest;
    }
  }

  #forgetWaiting(): void {
    this.#waiting.clear();
    this.waiting = 0;
    this.waitingIsLeast = false;
  }

  #list(asked: Partial<ListCaptures>, filter = this.filter): Promise<CapturePage> {
    const request = { before: null, after: null, limit: PAGE, ...asked };
    return this.#backend.rpc("captures.list", filter === "" ? request : { ...request, filter });
  }
}
