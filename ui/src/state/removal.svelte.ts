/** What was deleted a moment ago and can be brought back. */
import type { Backend } from "../api/backend";
import type { CaptureRow } from "../api/gen/CaptureRow";
import type { Captures } from "./captures.svelte";

/** How long a deletion can be undone in the window (ms). The host keeps what was deleted longer. */
const UNDO = 10_000;

interface Deletion {
  ids: ReadonlySet<number>;
  /** Those that were loaded. */
  rows: CaptureRow[];
  /** The capture that was open. */
  open: number | null;
  timer: ReturnType<typeof setTimeout>;
  /** When it was done (ms of the window's own clock). */
  at: number;
}

export class Removal {
  /** What can be undone, the last one last. */
  undoable = $state.raw<readonly Deletion[]>([]);

  readonly last = $derived(this.undoable.at(-1));

  readonly #backend: Backend;
  readonly #captures: Captures;

  constructor(backend: Backend, captures: Captures) {
    this.#backend = backend;
    this.#captures = captures;
  }

  async delete(ids: readonly number[], open: number | null): Promise<void> {
    await this.#backend.rpc("captures.delete", { ids: [...ids] });
    const gone = new Set(ids);
    const deletion: Deletion = { ids: gone, rows: this.#captures.remove(gone), open, timer: setTimeout(() => this.#forget(deletion), UNDO), at: performance.now() };
    this.undoable = [...this.undoable, deletion];
  }

  /** Undoes the last deletion. Answers the capture that was open. */
  async undo(): Promise<number | null> {
    const deletion = this.last;
    if (deletion === undefined) return null;
    await this.#backend.rpc("captures.restore", { ids: [...deletion.ids] });
    this.#forget(deletion);
    this.#captures.restore(deletion.ids, deletion.rows);
    return deletion.open;
  }

  #forget(deletion: Deletion): void {
    clearTimeout(deletion.timer);
    this.undoable = this.undoable.filter((other) => other !== deletion);
  }
}
