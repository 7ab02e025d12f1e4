/** The capture that the panes show, and which item and output of it. */
import type { Text } from "@codemirror/state";
import { toApiError, type Backend } from "../api/backend";
import type { ApiError } from "../api/gen/ApiError";
import type { CaptureView } from "../api/gen/CaptureView";
import type { Copy } from "../api/gen/Copy";
import type { FixtureView } from "../api/gen/FixtureView";
import type { OriginView } from "../api/gen/OriginView";
import type { OutputView } from "../api/gen/OutputView";
import { docLines } from "../components/code/doclines";
import type { JsonText } from "../text/jsontext";
import { pretty } from "../text/pretty";
import { runAtOnce, runInSlices } from "../text/slices";
import { decode } from "../text/utf8";
import { Ahead } from "./ahead";
import { asCapture } from "./fixtured";
import { withRest, wholeView } from "./whole";

/** A body as it came. */
export interface Body {
  bytes: Uint8Array;
  text: string;
  /** How many bytes are no UTF-8. */
  invalid: number;
  /** Laid out for reading; `null` where it is no JSON. */
  pretty: JsonText | null;
  /** The lines of `pretty`, where they are many. */
  lines: Text | null;
}

/** All that is asked for to show a capture. */
interface Whole {
  view: CaptureView;
  body: Body;
}

/** A document and the item (from 0) that yields it. */
export interface Output {
  item: number;
  view: OutputView;
}

/** A text of more UTF-16 units is cut into lines before it is shown. */
const LONG = 1 << 18;

/** Reads a body and lays it out; at once where it is short. */
async function bodyOf(bytes: Uint8Array, isStale: () => boolean): Promise<Body> {
  const decoded = decode(bytes);
  const run = async <T>(work: Generator<void, T>): Promise<T | null> => {
    const done = runAtOnce(work);
    return done === undefined ? runInSlices(work, isStale) : done;
  };
  const laidOut = await run(pretty(decoded.text));
  const lines = laidOut !== null && laidOut.text.length > LONG ? await run(docLines(laidOut.text)) : null;
  return { bytes, ...decoded, pretty: laidOut, lines };
}

/** Longer than this and the panes say that they wait (ms). */
const PATIENCE = 300;

export class Opened {
  /** The capture asked for. `view` may still be the one before it. */
  id = $state<number | null>(null);
  view = $state.raw<CaptureView | null>(null);
  body = $state.raw<Body | null>(null);
  error = $state.raw<ApiError | null>(null);
  isSlow = $state(false);
  /** How many items of a large batch are here, and of how many. */
  progress = $state.raw<{ items: number; all: number } | null>(null);
  /** Whether a fixture is shown, not a capture. */
  isFixture = $state(false);
  /** From 0. */
  item = $state(0);
  /** From 0, over all items. */
  output = $state(0);
  /** Grows when the user jumps to an item, so that the panes scroll to it. */
  jumps = $state(0);
  /** Only items of this verdict are looked at; `null` where all are. */
  only = $state<string | null>(null);

  /** Origins that did not come with the capture, by item: a list a document. */
  #origins = $state.raw<ReadonlyMap<number, readonly OriginView[][]>>(new Map());

  readonly outputs: Output[] = $derived(
    (this.view?.items ?? []).flatMap((item, index) => {
      const later = this.#origins.get(index);
      return item.outputs.map((view, nth) => ({ item: index, view: later === undefined ? view : { ...view, origins: later[nth] ?? [] } }));
    }),
  );

  readonly #backend: Backend;
  /** Captures that will probably be asked for next. */
  readonly ahead: Ahead<Whole>;
  #asked = 0;
  /** Items whose origins were asked for. */
  readonly #asking = new Set<number>();
  #opening: Promise<void> = Promise.resolve();

  constructor(backend: Backend) {
    this.#backend = backend;
    this.ahead = new Ahead((id) => this.#read(id, () => false));
  }

  /** Shows a capture. The one before stays in the panes until this one is whole. */
  async open(id: number): Promise<void> {
    if (id === this.id && this.error === null) return;
    this.#opening = this.#load(id);
    await this.#opening;
  }

  /** Waits until what was asked for is shown. */
  whole(): Promise<void> {
    return this.#opening;
  }

  async #load(id: number): Promise<void> {
    this.id = id;
    this.progress = null;
    const asked = ++this.#asked;
    const late = setTimeout(() => (this.isSlow = asked === this.#asked), PATIENCE);
    try {
      const isStale = (): boolean => asked !== this.#asked;
      const { view, body } = await (this.ahead.take(id) ?? this.#read(id, isStale, (items, all) => isStale() || (this.progress = { items, all })));
      if (asked !== this.#asked) return;
      this.#forget();
      this.view = view;
      this.isFixture = false;
      this.body = body;
      this.error = null;
      this.only = null;
      this.item = 0;
      this.output = 0;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.view = null;
      this.body = null;
      this.error = toApiError(thrown);
    } finally {
      clearTimeout(late);
      if (asked === this.#asked) this.#settle();
    }
  }

  /** Nothing is on its way any more. */
  #settle(): void {
    this.isSlow = false;
    this.progress = null;
  }

  async #read(id: number, isStale: () => boolean, onpart?: (items: number, all: number) => void): Promise<Whole> {
    const readBody = async (): Promise<Body> => bodyOf(await this.#backend.body(id), isStale);
    const [view, body] = await Promise.all([wholeView(this.#backend, id, { isStale, ...(onpart && { onpart }) }), readBody()]);
    return { view, body };
  }

  #forget(): void {
    this.#asking.clear();
    this.#origins = new Map();
  }

  /** Asks where the values of an item's documents came from, unless that is known. */
  async trace(index: number): Promise<void> {
    const view = this.view;
    const outputs = view?.items[index]?.outputs ?? [];
    if (view === null || this.isFixture || outputs.length === 0 || outputs.some(({ origins }) => origins.length > 0) || this.#asking.has(index)) return;
    this.#asking.add(index);
    const origins = await this.#backend.rpc("captures.origins", { id: view.row.id, item: index });
    if (this.view?.row.id === view.row.id) this.#origins = new Map(this.#origins).set(index, origins);
  }

  /** Stays with the capture that is shown instead of the one that takes long. */
  cancel(): void {
    this.#asked += 1;
    this.id = this.view?.row.id ?? null;
    this.#settle();
  }

  /** Shows nothing. */
  close(): void {
    this.#asked += 1;
    this.id = null;
    this.isFixture = false;
    this.view = null;
    this.body = null;
    this.error = null;
    this.#settle();
  }

  /**
   * Asks again for what may have changed: everything but the body. Of a large batch that was converted before, only what
   * comes with the first items is asked for again.
   */
  async refresh(): Promise<void> {
    const { id, view: shown } = this;
    if (id === null || shown === null) return;
    const asked = this.#asked;
    const first = await this.#backend.rpc("captures.get", { id });
    const known = { ...shown, items: shown.items.slice(0, first.items.length), items_left: first.items_left };
    if (asked !== this.#asked || JSON.stringify(first) === JSON.stringify(known)) return;
    const isSettled = JSON.stringify(first.row.ledger) === JSON.stringify(shown.row.ledger);
    const view = isSettled
      ? { ...first, items: [...first.items, ...shown.items.slice(first.items.length)], items_left: 0 }
      : await withRest(this.#backend, first, { isStale: () => asked !== this.#asked });
    if (asked !== this.#asked) return;
    this.#forget();
    this.view = view;
  }

  /** Goes to an item (from 0) in all panes. */
  goToItem(index: number): void {
    const items = this.view?.items ?? [];
    if (items.length === 0) return;
    this.item = Math.min(Math.max(index, 0), items.length - 1);
    if (items[this.item]?.verdict !== this.only) this.only = null;
    const output = this.outputs.findIndex((candidate) => candidate.item === this.item);
    if (output >= 0) this.output = output;
    this.jumps += 1;
  }

  /** Shows a fixture as it would show a capture; where it is the one that is shown, item and output stay. */
  async showFixture(fixture: FixtureView): Promise<void> {
    const asked = ++this.#asked;
    const isSame = this.view?.row.endpoint === fixture.row.name && this.isFixture;
    const body = await bodyOf(new TextEncoder().encode(fixture.body), () => asked !== this.#asked);
    if (asked !== this.#asked) return;
    this.id = null;
    this.isFixture = true;
    this.view = asCapture(fixture, isSame ? (this.view?.row.id ?? -1) : -asked);
    this.body = body;
    this.error = null;
    this.#settle();
    this.only = null;
    this.item = isSame ? Math.min(this.item, Math.max(fixture.items.length - 1, 0)) : 0;
    this.output = isSame ? Math.min(this.output, Math.max(this.outputs.length - 1, 0)) : 0;
  }

  /** What copying the body copies. */
  get bodyCopy(): Copy {
    return this.isFixture ? { what: "text", text: this.body?.text ?? "" } : { what: "body", id: this.view?.row.id ?? 0 };
  }

  /** Looks at the items of one verdict only, or at all again. */
  lookAt(verdict: string | null): void {
    const first = this.view?.items.findIndex((item) => item.verdict === verdict) ?? -1;
    this.only = first < 0 ? null : verdict;
    if (first >= 0 && this.view?.items[this.item]?.verdict !== verdict) this.goToItem(first);
  }

  /** Goes to an output (from 0), and to its item. */
  goToOutput(index: number): void {
    if (this.outputs.length === 0) return;
    this.output = Math.min(Math.max(index, 0), this.outputs.length - 1);
    this.item = this.outputs[this.output]?.item ?? this.item;
    if (this.view?.items[this.item]?.verdict !== this.only) this.only = null;
    this.jumps += 1;
  }
}
