/** The fixtures of the folder: how each compares with what is expected of it, which are looked at, and what was accepted. */
import type { Backend } from "../api/backend";
import type { Accepted } from "../api/gen/Accepted";
import type { FixtureGrid } from "../api/gen/FixtureGrid";
import type { FixtureRow } from "../api/gen/FixtureRow";
import type { FixtureView } from "../api/gen/FixtureView";
import { counted } from "../text/format";
import { isMatch, type Outcome } from "./outcomes";

/** How long a save or an accept can be undone in the window (ms). The host keeps it longer. */
const UNDO = 10_000;
/** Between two looks at a run that is under way (ms). */
const PACE = 120;

/** Least time between two looks at the folder that ticks ask for (ms). */
const REST = 300;

/** What can be taken back. */
export interface Undoable {
  undo: number;
  /** `Accepted 2 fixtures`. */
  words: string;
  /** When it was done (ms of the window's own clock). */
  at: number;
}

export class Fixtures {
  /** Whether the window shows fixtures, not captures. */
  isShown = $state(false);
  grid = $state.raw<FixtureGrid | null>(null);
  /** What the rows are filtered by: words, and one outcome. */
  text = $state("");
  only = $state<Outcome | null>(null);
  /** The one that is chosen in the grid. */
  chosen = $state<string | null>(null);
  /** The one that the panes show; `null`: the grid is there. */
  view = $state.raw<FixtureView | null>(null);
  undoable = $state.raw<Undoable | null>(null);
  /** Those that are about to be accepted, as they were when they were looked at. */
  candidates = $state.raw<readonly FixtureRow[]>([]);
  /** Those that were to be accepted and were not, and why. */
  left = $state.raw<Accepted["left"]>([]);

  readonly rows: FixtureRow[] = $derived((this.grid?.rows ?? []).filter((row) => isMatch(row, this.text, this.only)));
  readonly row: FixtureRow | undefined = $derived(this.rows.find(({ name }) => name === this.chosen));
  readonly changed: FixtureRow[] = $derived(this.rows.filter(({ outcome }) => outcome === "changed" || outcome === "new"));

  readonly #backend: Backend;
  #asked = 0;
  #undoTimer: ReturnType<typeof setTimeout> | undefined;
  #watching = false;
  /** When the grid came last (ms of the window's own clock). */
  #loaded = 0;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks for the grid; while a run is under way again and again. */
  async load(): Promise<void> {
    this.#take(await this.#backend.rpc("fixtures.list", {}));
    await this.#watch();
  }

  /** Takes in what changed, where fixtures are looked at. */
  async pull(): Promise<void> {
    if (!this.isShown) return;
    const wait = this.#loaded + REST - performance.now();
    if (wait > 0) {
      // A flood of captures is told of far more often than fixtures change.
      this.#later ??= setTimeout(() => {
        this.#later = undefined;
        void this.pull().catch(() => undefined);
      }, wait);
      return;
    }
    const before = this.view?.row;
    await this.load();
    const after = this.grid?.rows.find(({ name }) => name === before?.name);
    if (before !== undefined && after !== undefined && isOther(before, after)) await this.#look(after.name);
  }

  async run(names: string[] | null = null): Promise<void> {
    this.#take(await this.#backend.rpc("fixtures.run", { names }));
    await this.#watch();
    if (this.view !== null) await this.#look(this.view.row.name);
  }

  async cancel(): Promise<void> {
    this.#take(await this.#backend.rpc("fixtures.cancel", {}));
  }

  async setFolder(folder: string | null): Promise<void> {
    await this.#backend.rpc("fixtures.set_folder", { folder });
    this.view = null;
    this.chosen = null;
    await this.load();
  }

  /** Chooses the row so many further down; an open fixture gives way to it. */
  async step(delta: number): Promise<void> {
    const at = this.rows.findIndex(({ name }) => name === this.chosen);
    const to = at < 0 ? 0 : Math.min(Math.max(at + delta, 0), this.rows.length - 1);
    const row = this.rows[to];
    if (row !== undefined) await this.choose(row.name);
  }

  async choose(name: string): Promise<void> {
    this.chosen = name;
    if (this.view !== null) await this.#look(name);
  }

  /** Shows a fixture in the panes. */
  async open(name: string): Promise<void> {
    this.chosen = name;
    await this.#look(name);
  }

  close(): void {
    this.#asked += 1;
    this.view = null;
  }

  /** Accepts what these become as what is expected of them, as it was when they were looked at. */
  async accept(rows: readonly Pick<FixtureRow, "name" | "version">[]): Promise<void> {
    const accepted = await this.#backend.rpc("fixtures.accept", { fixtures: rows.map(({ name, version }) => ({ name, version })) });
    this.left = accepted.left;
    if (accepted.undo !== null) this.mayUndo(accepted.undo, `${counted(accepted.accepted.length, "fixture")} accepted`);
    await this.load();
    if (this.view !== null) await this.#look(this.view.row.name);
  }

  /** Leaves places of a fixture's documents out of the comparison from now on. */
  async ignore(name: string, pointers: string[]): Promise<void> {
    const { undo } = await this.#backend.rpc("fixtures.ignore", { name, pointers, ignore: true });
    if (undo !== null) this.mayUndo(undo, `${counted(pointers.length, "place")} ignored`);
    await this.load();
    if (this.view !== null) await this.#look(this.view.row.name);
  }

  /** Offers to take something back. */
  mayUndo(undo: number, words: string): void {
    clearTimeout(this.#undoTimer);
    this.undoable = { undo, words, at: performance.now() };
    this.#undoTimer = setTimeout(() => (this.undoable = null), UNDO);
  }

  /** Takes the last save or accept back. */
  async undo(): Promise<void> {
    const { undoable } = this;
    if (undoable === null) return;
    clearTimeout(this.#undoTimer);
    this.undoable = null;
    this.#take(await this.#backend.rpc("fixtures.undo", { undo: undoable.undo }));
    await this.#watch();
    if (this.view !== null) await this.#look(this.view.row.name);
  }

  async #look(name: string): Promise<void> {
    const asked = ++this.#asked;
    const view = await this.#backend.rpc("fixtures.get", { name });
    if (asked === this.#asked) this.view = view;
  }

  #take(grid: FixtureGrid): void {
    this.grid = grid;
    this.#loaded = performance.now();
    if (!this.rows.some(({ name }) => name === this.chosen)) this.chosen = this.rows[0]?.name ?? null;
    if (this.view !== null && !grid.rows.some(({ name }) => name === this.view?.row.name)) this.close();
  }

  async #watch(): Promise<void> {
    if (this.#watching) return;
    this.#watching = true;
    try {
      while (this.grid?.running != null) {
        await new Promise((resolve) => setTimeout(resolve, PACE));
        this.#take(await this.#backend.rpc("fixtures.list", {}));
      }
    } finally {
      this.#watching = false;
    }
  }
}

/** Whether a fixture, its expectation or what becomes of it is another than before. */
function isOther(before: FixtureRow, after: FixtureRow): boolean {
  return before.version !== after.version || before.outcome !== after.outcome || before.differences !== after.differences || before.title !== after.title;
}
