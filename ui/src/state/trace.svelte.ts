/** The value that is followed through the panes: the pinned one, else the one pointed at, else the one under the cursor. */
import type { Body, Opened } from "./opened.svelte";
import type { Spot } from "../components/code/tracing";
import { byteLanes } from "./lanes";
import { type Place, Ties, type Traced } from "./ties";
import { type Usage, usage } from "./usage";
import type { CaptureView } from "../api/gen/CaptureView";
import { runAtOnce, runInSlices } from "../text/slices";
import { Kind } from "../text/tokens";
import { toUtf16 } from "../text/utf8";
import { tokenOf } from "../text/values";

export class Trace {
  pinned = $state.raw<Place | null>(null);
  pointed = $state.raw<Place | null>(null);
  cursor = $state.raw<Place | null>(null);
  /** What became of the values of the open body; `null` until it is known, and where the body is no JSON. */
  usage = $state.raw<Usage | null>(null);

  readonly place: Place | null = $derived(this.pinned ?? this.pointed ?? this.cursor);
  readonly traced: Traced | null = $derived.by(() => (this.place === null ? null : (this.ties?.of(this.place) ?? null)));

  readonly #opened: Opened;
  /** Made when it is first asked for: most captures are only passed by. */
  readonly ties: Ties | null = $derived.by(() => (this.#opened.view === null ? null : new Ties(this.#opened.view, this.#opened.outputs, (pointer) => this.#holds(pointer))));
  /** Where the traced values of a pane stand in the window, by pane. */
  readonly spots = new Map<Place["pane"], () => Spot[]>();
  /** Called when something in a pane stands elsewhere than before. */
  onshift: () => void = () => undefined;
  #asked = 0;
  /** The capture that `usage` is of. */
  #of: number | null = null;

  constructor(opened: Opened) {
    this.#opened = opened;
  }

  #holds(pointer: string): boolean {
    const json = this.#opened.body?.pretty?.asSent();
    const token = json === undefined ? null : tokenOf(json, pointer);
    return token !== null && json?.kind(token) === Kind.Open;
  }

  /** The item (from 0) that a place is in; `null` where it is in none. */
  itemOf(place: Place): number | null {
    if (place.pane === "decoded") return place.item;
    if (place.pane === "output") return this.#opened.outputs[place.output]?.item ?? null;
    const at = this.#opened.view?.items.findIndex(({ pointer }) => place.pointer.startsWith(`${pointer}/`)) ?? -1;
    return at < 0 ? null : at;
  }

  /** The focus is at a value; what was pointed at before is not looked at any more. */
  moveTo(place: Place | null): void {
    this.pointed = null;
    this.cursor = place;
  }

  /** Pins a value, or releases it where it is the pinned one. */
  pick(place: Place): void {
    this.pinned = isSame(this.pinned, place) || this.ties?.of(place) == null ? null : place;
  }

  /** Pins what is traced, or releases it. */
  toggle(): void {
    this.pinned = this.pinned === null && this.traced !== null ? this.place : null;
  }

  clear(): void {
    this.pinned = null;
    this.pointed = null;
    this.cursor = null;
  }

  /** Finds out, in slices, what became of the values of a body. */
  async look(view: CaptureView, body: Body): Promise<void> {
    const asked = ++this.#asked;
    if (this.#of !== view.row.id) this.usage = null;
    this.#of = view.row.id;
    const json = body.pretty?.asSent();
    if (json === undefined || view.items.length === 0) {
      this.usage = null;
      return;
    }
    const starts = toUtf16(body.bytes, body.text, byteLanes(view.items).map(({ from }) => from));
    const tokens = starts.map((start) => json.tokenAt(start));
    const work = usage(view, json, tokens);
    // At once where it is little, so that the panes need not be drawn twice.
    const found = runAtOnce(work) ?? (await runInSlices(work, () => asked !== this.#asked));
    if (asked === this.#asked) this.usage = found;
  }
}

function isSame(a: Place | null, b: Place): boolean {
  return a !== null && JSON.stringify(a) === JSON.stringify(b);
}
