/** A read-only editor for a text of any size: it draws what is seen and never changes a byte. */
import { standardKeymap } from "@codemirror/commands";
import { highlightSelectionMatches } from "@codemirror/search";
import { Compartment, EditorState, type Extension, Prec } from "@codemirror/state";
import { Decoration, EditorView, gutters, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import type { JsonText } from "../../text/jsontext";
import { Kind } from "../../text/tokens";
import { invalidByte } from "../../text/utf8";
import { pointerOf, tokenOf } from "../../text/values";
import { hiddenCharacters, nameOf } from "../../text/visible";
import { chips, escapes } from "./chips";
import { colours, type IsUnread, unreadIn } from "./colours";
import { moveByLine, moveByValue, spanUnder, valueMark } from "./cursor";
import { NOTHING, type Shown, shownIn } from "./document";
import { find, openFind } from "./find";
import { folding, toggleAllFolds, toggleFold, unfoldLine } from "./folds";
import { indentSteps, type Lane, laneBars, lanesOf } from "./lanes";
import { lineMarks, type MarkOf, marksIn } from "./marks";
import { onRuler, ruler } from "./ruler";
import { longStrings } from "./strings";
import { theme } from "./theme";
import { type Pointing, setTraced, type Spot, spotOf, tracing } from "./tracing";

/** A value of the document. */
export interface Picked {
  /** RFC 6901. */
  pointer: string;
  /** As it came. */
  raw: string;
  /** Its first token, where it is one of the document that is shown. */
  token?: number;
}

/** A lone surrogate would reach the clipboard as something else: a byte is copied as it is drawn. */
function copied(text: string): string {
  return text.replace(hiddenCharacters(), (char) => (invalidByte(char) === null ? char : nameOf(char)));
}

const fixed: Extension = [
  // What is no line feed stays in its line and is drawn.
  EditorState.lineSeparator.of("\n"),
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.clipboardOutputFilter.of(copied),
  // A fixed gutter is a layer of its own, as high as the text: WebKitGTK does not paint one of 70,000 px.
  gutters({ fixed: false }),
  laneBars,
  lineNumbers(),
  lineMarks,
  folding,
  highlightActiveLine(),
  highlightSelectionMatches(),
  chips,
  indentSteps,
  find,
  ruler,
  theme,
];

/** What stands beside a document, and may change while it is shown. */
export interface Beside {
  isWrapped: boolean;
  lanes: readonly Lane[];
  /** Signs beside the lines. */
  marks: MarkOf | null;
  isUnread: IsUnread | null;
  /** Where something differs from what was expected, as pointers. */
  differing: readonly string[];
}

type Notes = Pick<Beside, "marks" | "isUnread" | "differing">;

function noted({ json }: Shown, { marks, isUnread, differing }: Notes): Extension {
  const places = differing.flatMap((pointer) => {
    const token = json === null ? null : tokenOf(json, pointer);
    return json === null || token === null ? [] : { at: json.start(token), style: "is-other" as const };
  });
  return [marksIn.of(marks), unreadIn.of(isUnread), onRuler.of(() => places)];
}

function faultMark(text: string, fault: number | null): Extension {
  if (fault === null || text.length === 0) return [];
  const from = Math.min(fault, text.length - 1);
  return EditorView.decorations.of(Decoration.set([Decoration.mark({ class: "at-fault" }).range(from, from + 1)]));
}

function picked(json: JsonText, first: number): Picked {
  return { pointer: pointerOf(json, first), raw: json.slice(first, json.lastOf(first)), token: first };
}

export class Editor {
  /** Called when a value is to be shown whole. */
  onwhole: (value: Picked) => void = () => undefined;
  /** Called when what is drawn stands elsewhere than before. */
  onshift: () => void = () => undefined;
  /** Told of values that are pointed at. */
  pointing: Pointing | null = null;

  readonly #view: EditorView;
  readonly #wrap = new Compartment();
  readonly #lanes = new Compartment();
  readonly #notes = new Compartment();
  #beside: Beside = { isWrapped: false, lanes: [], marks: null, isUnread: null, differing: [] };
  #shown = NOTHING;
  #isTracing = false;
  /** Whether it may be scrolled. To ask the engine would have it lay out what is still being changed. */
  #isScrolled = false;
  readonly #measure = (): void => this.#view.requestMeasure();

  /** Mounts into a shadow root: there its styles pass a policy that allows no inline ones. */
  constructor(root: ShadowRoot) {
    this.#view = new EditorView({ parent: root, root });
    this.#view.scrollDOM.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    document.fonts?.addEventListener("loadingdone", this.#measure);
  }

  /** The whole text, as tests read it. */
  get text(): string {
    return this.#shown.text;
  }

  /** The value that the cursor is on; `null` where the text is no JSON. */
  get picked(): Picked | null {
    const span = spanUnder(this.#view.state);
    return span === null || this.#shown.json === null ? null : picked(this.#shown.json, span.first);
  }

  #scrolled(): void {
    this.#isScrolled = true;
    this.onshift();
  }

  /** Shows another document, from its top, in one go: each change by itself would have its lines drawn once more. */
  show(shown: Shown, beside: Beside): void {
    this.#shown = shown;
    this.#beside = beside;
    this.#isTracing = false;
    this.#view.setState(
      EditorState.create({
        doc: shown.lines ?? shown.text,
        extensions: [
          shownIn.of(shown),
          this.#keys,
          fixed,
          shown.json === null ? [] : [colours, escapes, valueMark],
          longStrings(shown, (token) => this.#showWhole(token)),
          this.#wrap.of(beside.isWrapped ? EditorView.lineWrapping : []),
          this.#lanes.of(lanesOf.of(beside.lanes)),
          this.#notes.of(noted(shown, beside)),
          shown.json === null
            ? []
            : tracing({
                onpoint: (pointer, isHidden) => this.pointing?.onpoint(pointer, isHidden),
                onmove: (pointer, isHidden) => this.pointing?.onmove(pointer, isHidden),
                onpick: (pointer, isHidden) => this.pointing?.onpick(pointer, isHidden),
              }),
          EditorView.updateListener.of(({ geometryChanged }) => geometryChanged && this.onshift()),
          EditorView.contentAttributes.of({ tabindex: "0", "aria-label": shown.label, "aria-readonly": "true" }),
          faultMark(shown.text, shown.fault),
        ],
      }),
    );
    if (this.#isScrolled) this.#view.scrollDOM.scrollTo(0, 0);
    this.#isScrolled = false;
    if (shown.fault !== null) this.reveal(shown.fault);
  }

  set isWrapped(isWrapped: boolean) {
    if (isWrapped === this.#beside.isWrapped) return;
    this.#beside = { ...this.#beside, isWrapped };
    this.#view.dispatch({ effects: this.#wrap.reconfigure(isWrapped ? EditorView.lineWrapping : []) });
  }

  set lanes(lanes: readonly Lane[]) {
    if (lanes === this.#beside.lanes) return;
    this.#beside = { ...this.#beside, lanes };
    this.#view.dispatch({ effects: this.#lanes.reconfigure(lanesOf.of(lanes)) });
  }

  /** Signs beside the lines, which values nothing read, and what differs. */
  note(notes: Notes): void {
    const { marks, isUnread, differing } = this.#beside;
    if (marks === notes.marks && isUnread === notes.isUnread && differing === notes.differing) return;
    this.#beside = { ...this.#beside, ...notes };
    this.#view.dispatch({ effects: this.#notes.reconfigure(noted(this.#shown, notes)) });
  }

  /** Marks the values of these pointers. */
  trace(pointers: readonly string[]): void {
    const ranges = pointers.flatMap((pointer) => this.#stretch(pointer) ?? []);
    if (ranges.length === 0 && !this.#isTracing) return;
    this.#isTracing = ranges.length > 0;
    this.#view.dispatch({ effects: setTraced.of(ranges) });
  }

  /** Where a value ends in the window, or starts; `null` where it is out of sight. */
  spot(pointer: string, isStart = false): Spot | null {
    const range = this.#stretch(pointer);
    return range === null ? null : spotOf(this.#view, range, isStart);
  }

  /** Goes to a value. */
  goTo(pointer: string): void {
    const range = this.#stretch(pointer);
    if (range === null) return;
    this.#view.focus();
    this.#view.dispatch({ selection: { anchor: range.from }, effects: EditorView.scrollIntoView(range.from, { y: "nearest", yMargin: 36 }) });
  }

  /** A value that holds others stands where its key does, else where it opens. */
  #stretch(pointer: string): { from: number; to: number } | null {
    const { json } = this.#shown;
    const token = json === null ? null : tokenOf(json, pointer);
    if (json === null || token === null) return null;
    const isOpen = json.kind(token) === Kind.Open && json.lastOf(token) > token + 1;
    const at = isOpen && json.kind(token - 1) === Kind.Colon ? token - 2 : token;
    return { from: json.start(at), to: json.end(isOpen ? at : json.lastOf(at)) };
  }

  /** Moves to an offset in the text, with some room above it. */
  reveal(offset: number): void {
    const at = Math.min(Math.max(offset, 0), this.#view.state.doc.length);
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "start", yMargin: 36 }) });
  }

  step(delta: 1 | -1): void {
    moveByLine(this.#view, delta);
  }

  focus(): void {
    this.#view.focus();
  }

  find(): void {
    openFind(this.#view);
  }

  /** Folds or unfolds where the cursor is. */
  fold(): boolean {
    return toggleFold(this.#view, true);
  }

  foldAll(): boolean {
    return toggleAllFolds(this.#view);
  }

  destroy(): void {
    document.fonts?.removeEventListener("loadingdone", this.#measure);
    this.#view.destroy();
  }

  readonly #keys = Prec.high(
    keymap.of([
      { key: "Enter", run: () => this.#enter() },
      { key: "ArrowDown", run: (view) => moveByLine(view, 1) },
      { key: "ArrowUp", run: (view) => moveByLine(view, -1) },
      { key: "ArrowRight", run: (view) => moveByValue(view, 1) },
      { key: "ArrowLeft", run: (view) => moveByValue(view, -1) },
      ...standardKeymap,
    ]),
  );

  /** A container folds or unfolds; any other value is shown whole. */
  #enter(): boolean {
    const span = spanUnder(this.#view.state);
    if (span === null || this.#shown.json?.kind(span.first) === Kind.Open) return toggleFold(this.#view, false);
    if (!unfoldLine(this.#view)) this.#showWhole(span.first);
    return true;
  }

  #showWhole(token: number): void {
    if (this.#shown.json !== null) this.onwhole(picked(this.#shown.json, token));
  }
}
