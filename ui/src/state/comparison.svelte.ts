/** Two sides beside each other: bodies of captures, or documents that came out of them. */
import type { Backend } from "../api/backend";
import { toApiError } from "../api/backend";
import type { CaptureView } from "../api/gen/CaptureView";
import { type Comparison as Result, compare } from "../text/compare";
import type { JsonText } from "../text/jsontext";
import { pretty } from "../text/pretty";
import { runInSlices, runNow } from "../text/slices";
import { decode } from "../text/utf8";
import type { Opened } from "./opened.svelte";
import { wholeView } from "./whole";

/** A capture's body, or one of its documents (from 0). */
export interface Side {
  capture: number;
  document: number | null;
}

/** A side as it is there. */
export interface Loaded {
  side: Side;
  view: CaptureView;
  /** Laid out where it is JSON. */
  text: string;
  json: JsonText | null;
}

/** Rows that are looked through for a capture of the same title. */
const LOOKED = 1000;

export class Comparison {
  /** `null`: the body of the capture that is open. */
  #left = $state.raw<Side | null>(null);
  /** `null` until one is chosen. */
  right = $state.raw<Side | null>(null);
  sides = $state.raw<[Loaded, Loaded] | null>(null);
  /** By structure; `null` where a side is no JSON. */
  result = $state.raw<Result | null>(null);
  /** Why there is nothing to see. */
  fault = $state<string | null>(null);

  readonly #backend: Backend;
  readonly #opened: Opened;
  #asked = 0;

  constructor(backend: Backend, opened: Opened) {
    this.#backend = backend;
    this.#opened = opened;
  }

  get left(): Side | null {
    if (this.#left !== null) return this.#left;
    return this.#opened.view === null ? null : { capture: this.#opened.view.row.id, document: null };
  }

  set left(side: Side | null) {
    this.#left = side;
  }

  /** Another capture was opened: it is the left side from now on. */
  follow(id: number): void {
    if (this.#left !== null && this.#left.capture !== id && this.right?.capture !== id) this.#left = null;
  }

  swap(): void {
    const { left, right } = this;
    if (right === null) return;
    this.#left = right;
    this.right = left;
  }

  /** Fetches both sides and compares them. */
  async run(): Promise<void> {
    const asked = ++this.#asked;
    const { left, right } = this;
    if (left === null || right === null) {
      this.sides = null;
      this.fault = null;
      return;
    }
    try {
      const sides = await Promise.all([this.#load(left), this.#load(right)]);
      if (asked !== this.#asked) return;
      const [one, other] = sides;
      this.result = one.json === null || other.json === null ? null : compare(one.json, other.json);
      this.sides = sides;
      this.fault = null;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.sides = null;
      this.fault = toApiError(thrown).message;
    }
  }

  async #load(side: Side): Promise<Loaded> {
    const isOpen = this.#opened.view?.row.id === side.capture;
    const view = isOpen && this.#opened.view !== null ? this.#opened.view : await wholeView(this.#backend, side.capture);
    if (side.document !== null) {
      const document = view.items.flatMap((item) => item.outputs)[side.document];
      if (document === undefined) throw { code: "not_found", message: `Capture ${side.capture} has no document ${side.document + 1}.`, hint: null };
      const json = runNow(pretty(document.document));
      return { side, view, json, text: json?.text ?? document.document };
    }
    if (isOpen && this.#opened.body !== null) {
      const { pretty: json, text } = this.#opened.body;
      return { side, view, json, text: json?.text ?? text };
    }
    const { text } = decode(await this.#backend.body(side.capture));
    const json = await runInSlices(pretty(text), () => false);
    return { side, view, json, text: json?.text ?? text };
  }

  /** The capture before this one that has its title; `null` where none is near. */
  async previousAlike(view: CaptureView): Promise<number | null> {
    const { id, title, judgement } = view.row;
    for (let before = id, looked = 0; looked < LOOKED; ) {
      const page = await this.#backend.rpc("captures.list", { before, after: null, limit: 200 });
      const alike = page.rows.find((row) => row.title === title && row.judgement === judgement);
      if (alike !== undefined) return alike.id;
      before = page.rows.at(-1)?.id ?? 0;
      looked += page.rows.length;
      if (!page.more || page.rows.length === 0) return null;
    }
    return null;
  }
}
