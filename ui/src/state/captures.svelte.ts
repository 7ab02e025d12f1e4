/**
 * The list of captures: live, newest first, in pages by key.
 *
 * A jump far away replaces the run that is loaded, so that the end of a long list is as near as its beginning. While
 * someone reads further down, new captures are only counted: the list does not move under the eyes.
 */
import type { Backend } from "../api/backend";
import type { CaptureRow } from "../api/gen/CaptureRow";
import { AHEAD, Asking, PAGE } from "./asking";
import { merge, pendingSpan, placeOf, update } from "./list";
import { Run } from "./run.svelte";
import { Waiting } from "./waiting.svelte";

export class Captures extends Run {
  /** What the rows answer; empty: all. */
  filter = $state("");
  /** The filter of the list that was asked for last: where it is another one, that list is on its way. */
  sought = "";
  /** New ones that are not in the list yet. */
  readonly waiting = new Waiting();
  /** Whether the first page came. */
  isLoaded = $state(false);
  /** Which row (from 0) is to be brought into sight: another object, another wish. */
  aim = $state.raw<{ index: number }>({ index: 0 });
  /** The first row in sight (from 0). */
  first = $state(0);
  /** Says whether new rows may push the list down; the pane knows. */
  mayGrow: () => boolean = () => true;

  readonly #host: Asking;
  /** All captures up to this one were converted when they were last asked for: whether they match is final. */
  #settled = 0;
  /** Grows when the run is replaced: what was asked for before is dropped. */
  #version = 0;
  #isLoading = false;
  /** The list as it begins anew; it never fails. */
  #showing: Promise<void> = Promise.resolve();
  #wanted: [first: number, last: number] = [0, 0];

  constructor(backend: Backend) {
    super();
    this.#host = new Asking(backend);
  }

  /** How many captures answer the filter, those that wait included. */
  get matching(): number {
    return (this.isLeast ? Math.max(this.counted, this.start + this.rows.length) : this.length) + this.waiting.count;
  }

  /** Takes in what is new. Answers the captures that were not seen before. `projectedTo`: the highest converted id. */
  async pull(projectedTo: number): Promise<CaptureRow[]> {
    if (!this.isLoaded) {
      await this.reload();
      this.#settled = projectedTo;
      return this.rows;
    }
    // A page that was asked for before this one must not come after it: it would take out again what is new.
    await this.#showing;
    const version = this.#version;
    await this.#refreshPending();
    const newest = Math.max(this.newest, this.waiting.newest);
    const page = await this.#host.newest(this.filter, { after: this.filter === "" ? newest : this.#settled });
    if (version !== this.#version) return this.pull(projectedTo);
    this.#settled = projectedTo;
    this.total = page.total;
    const isGap = (page.next ?? 0) > newest;
    const isWelcome = this.start === 0 && this.mayGrow();
    // With the first that is welcome, those come in that had to wait.
    const fresh = isWelcome ? await this.#takeIn(page.rows, isGap || this.waiting.count > 0) : this.waiting.add(page.rows.filter((row) => row.id > this.newest), isGap);
    if (this.filter === "") await this.#balance();
    return fresh;
  }

  /**
   * Takes in what was done elsewhere to the rows in sight: another name of an endpoint, a pin, an answer judged anew.
   * Answers those that changed. None comes and none goes.
   */
  async refreshSight(): Promise<CaptureRow[]> {
    const [first, last] = this.#wanted;
    const before = this.rows;
    const seen = before.slice(Math.max(first - this.start, 0), Math.max(last - this.start + 1, 1)).slice(0, PAGE);
    const [newest, oldest] = [seen[0], seen.at(-1)];
    if (newest === undefined || oldest === undefined) return [];
    const page = await this.#host.newest(this.filter, { after: oldest.id - 1, before: newest.id + 1 });
    if (this.rows !== before) return [];
    const known = new Map(seen.map((row) => [row.id, JSON.stringify(row)]));
    const changed = page.rows.filter((row) => known.has(row.id) && known.get(row.id) !== JSON.stringify(row));
    if (changed.length > 0) this.rows = update(before, changed);
    return changed;
  }

  /** Shows other captures: those that answer `filter`. The rows stay until the others are there. */
  show(filter: string, isAimed = false): Promise<void> {
    const shown = this.#show(filter, isAimed);
    this.#showing = shown.catch(() => undefined);
    return shown;
  }

  async #show(filter: string, isAimed: boolean): Promise<void> {
    const version = ++this.#version;
    this.sought = filter;
    const page = await this.#host.newest(filter).catch((thrown: unknown) => {
      if (version === this.#version) this.sought = this.filter;
      throw thrown;
    });
    if (version !== this.#version) return;
    this.filter = filter;
    this.isLoaded = true;
    this.total = page.total;
    this.waiting.clear();
    // Everything from `next` on was looked at, if nothing was found.
    this.newest = page.rows[0]?.id ?? page.next ?? 0;
    this.counted = 0;
    this.replace(page, 0);
    if (isAimed) this.#aimAt(0);
    if (filter === "") {
      this.length = page.total;
      this.isLeast = false;
    } else if (this.older !== null) {
      this.isLeast = true;
      void this.#measure(version);
    }
  }

  /** Starts over from the newest. */
  reload(): Promise<void> {
    return this.show(this.sought);
  }

  /** Brings the newest row into sight. */
  async showNewest(): Promise<void> {
    if (this.start > 0 || this.waiting.count > 0) await this.show(this.sought, true);
    else this.#aimAt(0);
  }

  /** Brings the oldest row into sight. */
  async showOldest(): Promise<void> {
    if (this.older !== null) await this.#loadOldest(true);
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
    this.first = first;
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
    else if (last + AHEAD >= end && this.older !== null) await this.#loadOlder();
    else if (first - AHEAD < this.start && this.start > 0) await this.#loadNewer();
  }

  async #takeIn(rows: readonly CaptureRow[], isGap: boolean): Promise<CaptureRow[]> {
    const fresh = rows.filter((row) => this.mayHold(row.id) && placeOf(this.rows, row.id) < 0);
    if (isGap) {
      await this.reload();
    } else if (fresh.length > 0) {
      this.rows = merge(this.rows, fresh);
      this.length += fresh.length;
      this.cut();
      this.newest = Math.max(this.newest, this.rows[0]?.id ?? 0);
    }
    return fresh;
  }

  /** What is stored is what there is: of rows at the end that went meanwhile none stays. */
  async #balance(): Promise<void> {
    const stored = this.total - this.waiting.count;
    if (!this.waiting.isLeast) this.length = stored;
    if (this.older === null && this.start + this.rows.length > stored) {
      const { rows } = await this.#host.oldest("", {});
      const [newest, there] = [rows[0]?.id ?? Infinity, new Set(rows.map((row) => row.id))];
      this.rows = this.rows.filter((row) => row.id > newest || there.has(row.id));
    }
    this.fit();
  }

  /** Together with the rows: else they would be taken for a jump, and those at the old place be loaded. */
  #aimAt(index: number): void {
    this.#wanted = [index, index];
    this.aim = { index };
  }

  async #loadOldest(isAimed: boolean): Promise<void> {
    if (this.sought !== this.filter) return;
    const version = ++this.#version;
    const before = this.newest + 1;
    let page = await this.#host.oldest(this.filter, { before });
    while (page.rows.length === 0 && page.next !== undefined) page = await this.#host.oldest(this.filter, { after: page.next, before });
    if (version !== this.#version) return;
    const { next, ...oldest } = page;
    this.replace(oldest, this.size - page.rows.length);
    this.newer = next ?? this.newest;
    if (isAimed) this.#aimAt(this.length - 1);
  }

  async #loadCapture(id: number): Promise<boolean> {
    if (id > this.newest || this.sought !== this.filter) return false;
    const version = ++this.#version;
    const page = await this.#host.newest(this.filter, { before: id + PAGE / 4 });
    const { count } = await this.#host.count(this.filter, { after: page.rows[0]?.id ?? 0, before: this.newest + 1 });
    const place = placeOf(page.rows, id);
    if (version !== this.#version || place < 0) return false;
    this.replace(page, count);
    this.#aimAt(this.start + place);
    return true;
  }

  async #loadOlder(): Promise<void> {
    const [version, before] = [this.#version, this.older];
    if (before === null) return;
    const page = await this.#host.newest(this.filter, { before });
    if (version !== this.#version) return;
    this.rows = [...this.rows, ...page.rows];
    this.older = page.next ?? null;
    this.fit();
  }

  async #loadNewer(): Promise<void> {
    const version = this.#version;
    const page = await this.#host.oldest(this.filter, { after: this.newer, before: this.newest + 1 });
    if (version !== this.#version) return;
    const start = page.next === undefined ? 0 : Math.max(this.start - page.rows.length, 1);
    this.length += start - (this.start - page.rows.length);
    this.rows = [...page.rows, ...this.rows];
    this.start = start;
    this.newer = page.next ?? this.newest;
  }

  /** Goes where the row at a place (from 0) may be: between the newest and the oldest, ids tell about where. */
  async #jumpTo(index: number): Promise<void> {
    if (this.sought !== this.filter) return;
    if (index < PAGE) return this.reload();
    if (index > this.size - PAGE) return this.#loadOldest(false);
    const version = ++this.#version;
    const oldest = (await this.#host.oldest(this.filter, {}, 1)).rows[0]?.id ?? 1;
    const start = Math.max(index - AHEAD, 1);
    const before = this.newest - Math.floor((start / this.size) * (this.newest - oldest));
    const page = await this.#host.newest(this.filter, { before: Math.max(before, oldest + 1) });
    if (version === this.#version) this.replace(page, start);
  }

  async #measure(version: number): Promise<void> {
    const { count, at_least } = await this.#host.count(this.filter, { before: this.newest + 1 });
    if (version !== this.#version || this.older === null) return;
    this.length = count;
    this.counted = count;
    this.isLeast = at_least;
    this.fit();
  }

  async #refreshPending(): Promise<void> {
    for (let span = pendingSpan(this.rows); span !== null; ) {
      const page = await this.#host.newest("", span);
      this.rows = update(this.rows, page.rows);
      const rest = pendingSpan(this.rows);
      if (rest?.after === span.after && rest.before === span.before) return;
      span = rest;
    }
  }
}
