/**
 * How much room the window has, and what follows from it: in a narrow one the list is a rail of status stamps, which opens
 * over the panes; in a low one the drawer keeps to its tabs; where three panes have no room, one is shown at a time.
 */
import type { Prefs } from "./prefs.svelte";

/** `list`: whole. `rail`: stamps only. `over`: whole, over the panes, until something else is touched. */
export type Sidebar = "list" | "rail" | "over";

/** A media query that can be read, and is followed. */
class Query {
  readonly #query: MediaQueryList;
  #matches = $state(false);

  constructor(query: string) {
    this.#query = matchMedia(query);
    this.#matches = this.#query.matches;
    this.#query.addEventListener("change", () => (this.#matches = this.#query.matches));
  }

  get matches(): boolean {
    return this.#matches;
  }
}

export class Frame {
  readonly #narrow = new Query("(max-width: 1240px)");
  readonly #tiny = new Query("(max-width: 930px)");
  readonly #low = new Query("(max-height: 760px)");
  readonly #prefs: Prefs;
  #isOver = $state(false);

  constructor(prefs: Prefs) {
    this.#prefs = prefs;
  }

  get isNarrow(): boolean {
    return this.#narrow.matches;
  }

  /** No room for three panes: a small screen, or letters twice as large. */
  get isTiny(): boolean {
    return this.#tiny.matches;
  }

  get isLow(): boolean {
    return this.#low.matches;
  }

  get sidebar(): Sidebar {
    if (!this.isNarrow && this.#prefs.hasList) return "list";
    return this.#isOver ? "over" : "rail";
  }

  /** Shows the list whole, for whoever is about to use it. */
  showList(): void {
    if (this.sidebar === "rail") this.#isOver = true;
  }

  /** Takes back what lies over the panes. */
  leaveList(): void {
    this.#isOver = false;
  }

  /** The user wants it the other way. */
  toggleList(): void {
    if (this.isNarrow) this.#isOver = !this.#isOver;
    else this.#prefs.hasList = !this.#prefs.hasList;
    if (!this.isNarrow) this.#isOver = false;
  }
}
