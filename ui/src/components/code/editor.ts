/** A read-only editor for a text of any size: it draws what is seen, parses what is near, and never changes a byte. */
import { cursorLineDown, cursorLineUp, standardKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { codeFolding, foldAll, foldGutter, toggleFold, unfoldAll, foldedRanges } from "@codemirror/language";
import { highlightSelectionMatches, openSearchPanel, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, gutters, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { hiddenCharacters, nameOf } from "../../text/visible";
import { invalidByte } from "../../text/utf8";
import { chips, escapes } from "./chips";
import { find } from "./find";
import { indentSteps, type Lane, laneBars, lanesOf } from "./lanes";
import { theme } from "./theme";

/** A document and how to show it. */
export interface Shown {
  text: string;
  language: "json" | "plain";
  label: string;
  /** Offset of the place that makes the text no JSON. */
  fault: number | null;
}

/** A lone surrogate would reach the clipboard as something else: a byte is copied as it is drawn. */
function copied(text: string): string {
  return text.replace(hiddenCharacters(), (char) => (invalidByte(char) === null ? char : nameOf(char)));
}

const toggleAll = (view: EditorView): boolean => (foldedRanges(view.state).size > 0 ? unfoldAll(view) : foldAll(view));

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
  codeFolding({ placeholderText: "…" }),
  foldGutter({ openText: "⌄", closedText: "›" }),
  highlightActiveLine(),
  highlightSelectionMatches(),
  chips,
  indentSteps,
  find,
  keymap.of([{ key: "Enter", run: toggleFold }, { key: "z", run: toggleFold }, { key: "Z", run: toggleAll }, ...searchKeymap, ...standardKeymap]),
  theme,
];

function faultMark(text: string, fault: number | null): Extension {
  if (fault === null || text.length === 0) return [];
  const from = Math.min(fault, text.length - 1);
  return EditorView.decorations.of(Decoration.set([Decoration.mark({ class: "at-fault" }).range(from, from + 1)]));
}

export class Editor {
  readonly #view: EditorView;
  readonly #wrap = new Compartment();
  readonly #lanes = new Compartment();
  #isWrapped = false;
  #laneList: readonly Lane[] = [];
  #text = "";
  readonly #measure = (): void => this.#view.requestMeasure();

  /** Mounts into a shadow root: there its styles pass a policy that allows no inline ones. */
  constructor(root: ShadowRoot) {
    this.#view = new EditorView({ parent: root, root });
    document.fonts?.addEventListener("loadingdone", this.#measure);
  }

  /** The whole text, as tests read it. */
  get text(): string {
    return this.#text;
  }

  /** Shows another document, from its top. */
  show(shown: Shown, isWrapped: boolean): void {
    this.#text = shown.text;
    this.#isWrapped = isWrapped;
    this.#laneList = [];
    this.#view.setState(
      EditorState.create({
        doc: shown.text,
        extensions: [
          fixed,
          shown.language === "json" ? [json(), escapes] : [],
          this.#wrap.of(this.#isWrapped ? EditorView.lineWrapping : []),
          this.#lanes.of([]),
          EditorView.contentAttributes.of({ tabindex: "0", "aria-label": shown.label, "aria-readonly": "true" }),
          faultMark(shown.text, shown.fault),
        ],
      }),
    );
    this.#view.scrollDOM.scrollTo(0, 0);
    if (shown.fault !== null) this.reveal(shown.fault);
  }

  set isWrapped(isWrapped: boolean) {
    if (isWrapped === this.#isWrapped) return;
    this.#isWrapped = isWrapped;
    this.#view.dispatch({ effects: this.#wrap.reconfigure(isWrapped ? EditorView.lineWrapping : []) });
  }

  set lanes(lanes: readonly Lane[]) {
    if (lanes === this.#laneList) return;
    this.#laneList = lanes;
    this.#view.dispatch({ effects: this.#lanes.reconfigure(lanesOf.of(lanes)) });
  }

  /** Moves to an offset in the text, with some room above it. */
  reveal(offset: number): void {
    const at = Math.min(Math.max(offset, 0), this.#view.state.doc.length);
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "start", yMargin: 36 }) });
  }

  step(delta: 1 | -1): void {
    (delta > 0 ? cursorLineDown : cursorLineUp)(this.#view);
  }

  focus(): void {
    this.#view.focus();
  }

  find(): void {
    openSearchPanel(this.#view);
  }

  destroy(): void {
    document.fonts?.removeEventListener("loadingdone", this.#measure);
    this.#view.destroy();
  }
}
