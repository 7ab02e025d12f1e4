/** What is expected of the documents in pane 3: those of the open fixture, or of the fixture that the open capture belongs to. */
import type { Backend } from "../api/backend";
import type { CaptureGolden } from "../api/gen/CaptureGolden";
import type { Difference } from "../api/gen/Difference";
import type { FixtureView } from "../api/gen/FixtureView";
import type { DocumentState } from "./outcomes";
import type { Opened } from "./opened.svelte";

export type GoldenView = "actual" | "expected" | "diff";

export class Golden {
  /** What the pane shows. */
  shows = $state<GoldenView>("actual");
  /** Of the open capture or fixture; `null` while it is not known. */
  of = $state.raw<CaptureGolden | null>(null);
  /** A document that is expected and not there is shown by its place; else the place is that of the output. */
  #beyond = $state<number | null>(null);

  readonly #backend: Backend;
  readonly #opened: Opened;
  #asked = 0;

  constructor(backend: Backend, opened: Opened) {
    this.#backend = backend;
    this.#opened = opened;
  }

  /** Whether there is anything to compare with. */
  get isThere(): boolean {
    return this.of?.expected != null;
  }

  /** How many documents there are, on the side that has more. */
  get documents(): number {
    return Math.max(this.#opened.outputs.length, this.of?.expected?.length ?? 0);
  }

  /** Which document is shown, from 0. */
  get at(): number {
    return this.#beyond ?? this.#opened.output;
  }

  /** The document as it is; `null` where there is none in this place. */
  get actual(): string | null {
    return this.#beyond !== null ? null : (this.#opened.outputs[this.at]?.view.document ?? null);
  }

  /** The document as it is expected; `null` where none is in this place. */
  get expected(): string | null {
    return this.of?.expected?.[this.at] ?? null;
  }

  /** What differs, over all documents; what is ignored left out. */
  get count(): number {
    return (this.of?.differences ?? []).filter(({ ignored }) => ignored === null).length;
  }

  differencesOf(document: number): Difference[] {
    return (this.of?.differences ?? []).filter((difference) => difference.document === document);
  }

  /** How a document compares; `null` where nothing is known. */
  stateOf(document: number): DocumentState | null {
    if (this.of === null) return null;
    if (this.of.expected === null) return this.of.fixture === null ? null : "new";
    if (document >= this.#opened.outputs.length) return "missing";
    if (document >= this.of.expected.length) return "extra";
    return this.differencesOf(document).some(({ ignored }) => ignored === null) ? "differs" : "same";
  }

  /** Whether a document is not what is expected. */
  isOther(document: number): boolean {
    const state = this.stateOf(document);
    return state === "differs" || state === "missing" || state === "extra";
  }

  goTo(document: number): void {
    const last = this.documents - 1;
    const at = Math.min(Math.max(document, 0), Math.max(last, 0));
    if (at < this.#opened.outputs.length) {
      this.#beyond = null;
      this.#opened.goToOutput(at);
    } else {
      this.#beyond = at;
    }
  }

  /** Goes to the next document that differs, after the shown one; round to it again. */
  goToDifference(): boolean {
    const order = Array.from({ length: this.documents }, (_, index) => (this.at + 1 + index) % this.documents);
    const next = order.find((document) => this.isOther(document));
    if (next !== undefined) this.goTo(next);
    return next !== undefined;
  }

  show(shows: GoldenView): void {
    if (shows === "diff" && this.shows !== "diff" && !this.isOther(this.at)) this.goToDifference();
    this.shows = shows;
  }

  /** Asks for the golden documents of a capture. */
  async lookUp(capture: number): Promise<void> {
    const asked = ++this.#asked;
    const golden = await this.#backend.rpc("fixtures.of_capture", { id: capture });
    if (asked !== this.#asked) return;
    this.#begin(golden);
  }

  /** Takes what a fixture expects. */
  take({ row, expected, differences }: FixtureView): void {
    this.#asked += 1;
    this.#begin({ fixture: row.name, outcome: row.outcome, expected, differences });
  }

  /** Who looks at differences sees one, where there is one. */
  #begin(golden: CaptureGolden): void {
    this.#beyond = null;
    this.of = golden;
    if (this.shows === "diff" && !this.isOther(this.at)) this.goToDifference();
  }

  /** Another capture is about to be shown. */
  forget(): void {
    this.#asked += 1;
    this.#beyond = null;
    this.of = null;
  }
}
