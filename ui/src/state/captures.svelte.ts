/**
 * The list of captures: live, newest first, in pages by key.
 *
 * While someone reads further down, new captures are only counted: the list does not move under the eyes.
 */
import type { Backend } from "../api/backend";
import type { CaptureRow } from "../api/gen/CaptureRow";
import { append, pendingSpan, prepend, update } from "./list";

/** Rows of one page. */
const PAGE = 200;

export class Captures {
  rows = $state.raw<CaptureRow[]>([]);
  /** How many captures are stored. */
  total = $state(0);
  /** Whether older ones follow the last row. */
  more = $state(false);
  /** New ones that are not in `rows` yet. */
  waiting = $state(0);
  /** `waiting` is a lower bound. */
  waitingIsLeast = $state(false);
  /** Whether the first page came. */
  isLoaded = $state(false);
  /** Says whether new rows may push the list down; the pane knows. */
  isFollowing: () => boolean = () => true;

  readonly #backend: Backend;
  #newestSeen = 0;
  #loadingOlder = false;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Takes in what is new. Answers the captures that were not seen before. */
  async pull(): Promise<CaptureRow[]> {
    if (!this.isLoaded) {
      await this.reload();
      return this.rows;
    }
    await this.#refreshPending();
    const page = await this.#list({ after: this.#newestSeen });
    this.total = page.total;
    if (page.rows.length === 0) return [];
    this.#newestSeen = page.rows[0]?.id ?? this.#newestSeen;
    if (this.waiting === 0 && this.isFollowing()) {
      await this.#takeIn(page.rows);
    } else {
      this.waiting += page.rows.length;
      this.waitingIsLeast ||= page.rows.length === PAGE;
    }
    return page.rows;
  }

  /** Shows what was only counted. */
  async showWaiting(): Promise<void> {
    if (this.waiting > 0) await this.reload();
  }

  /** The next page behind the last row. */
  async loadOlder(): Promise<void> {
    const last = this.rows.at(-1);
    if (!this.more || this.#loadingOlder || last === undefined) return;
    this.#loadingOlder = true;
    try {
      const page = await this.#list({ before: last.id });
      this.rows = append(this.rows, page.rows);
      this.more = page.more;
    } finally {
      this.#loadingOlder = false;
    }
  }

  /** Starts over from the newest. */
  async reload(): Promise<void> {
    const page = await this.#list({});
    this.rows = page.rows;
    this.more = page.more;
    this.total = page.total;
    this.waiting = 0;
    this.waitingIsLeast = false;
    this.isLoaded = true;
    this.#newestSeen = page.rows[0]?.id ?? 0;
  }

  /** A full page leaves a gap to the rows below it: then the list starts over. */
  async #takeIn(newer: CaptureRow[]): Promise<void> {
    if (newer.length === PAGE) await this.reload();
    else this.rows = prepend(this.rows, newer);
  }

  async #refreshPending(): Promise<void> {
    for (let span = pendingSpan(this.rows); span !== null; ) {
      const page = await this.#list(span);
      this.rows = update(this.rows, page.rows);
      const rest = pendingSpan(this.rows);
      if (rest?.after === span.after && rest.before === span.before) return;
      span = rest;
    }
  }

  #list(key: { before?: number; after?: number }) {
    const { before = null, after = null } = key;
    return this.#backend.rpc("captures.list", { before, after, limit: PAGE });
  }
}
