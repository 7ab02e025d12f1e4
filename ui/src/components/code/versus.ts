/**
 * A document beside what was expected of it, in one text: what was expected stands above what is there, equal lines are
 * folded away, and what is ignored keeps its place in grey with the reason. Loaded when it is needed.
 */
import { standardKeymap } from "@codemirror/commands";
import { getChunks, goToNextChunk, goToPreviousChunk, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension, type Range } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers, WidgetType } from "@codemirror/view";
import type { JsonText } from "../../text/jsontext";
import { pointerOf } from "../../text/values";
import { chips, escapes } from "./chips";
import { changed } from "./changes";
import { colours } from "./colours";
import { moveByLine, moveByValue, spanUnder, valueMark } from "./cursor";
import { NOTHING, shownIn } from "./document";
import type { Picked } from "./editor";
import { find, openFind } from "./find";
import { indentSteps } from "./lanes";
import { onRuler, type Place, ruler } from "./ruler";
import { theme } from "./theme";

/** A place that differs and counts nothing, with the reason. */
export interface Ignored {
  /** In the text as it is shown. */
  offset: number;
  reason: string;
}

export interface Versus {
  /** What was expected, laid out; what is ignored says what is there. */
  expected: string;
  actual: string;
  json: JsonText | null;
  ignored: readonly Ignored[];
  label: string;
}

class Tag extends WidgetType {
  readonly reason: string;

  constructor(reason: string) {
    super();
    this.reason = reason;
  }

  override eq(other: Tag): boolean {
    return other.reason === this.reason;
  }

  override toDOM(): HTMLElement {
    const tag = document.createElement("span");
    tag.className = "tag";
    tag.textContent = `ignored: ${this.reason}`;
    return tag;
  }
}

function ignoredLines({ actual, ignored }: Versus): Extension {
  const ranges: Range<Decoration>[] = [];
  for (const { offset, reason } of ignored) {
    const from = actual.lastIndexOf("\n", offset - 1) + 1;
    const end = actual.indexOf("\n", offset);
    ranges.push(Decoration.line({ class: "is-ign" }).range(from));
    ranges.push(Decoration.widget({ widget: new Tag(reason), side: 1 }).range(end < 0 ? actual.length : end));
  }
  return EditorView.decorations.of(Decoration.set(ranges, true));
}

/** What differs, by its sign, and what is ignored. */
function onTheRuler({ ignored }: Versus): Extension {
  return onRuler.of((state) => [
    ...ignored.map(({ offset }): Place => ({ at: offset, style: "is-ignored" })),
    ...(getChunks(state)?.chunks ?? []).map(({ fromA, toA, fromB, toB }): Place => ({ at: fromB, style: fromB === toB ? "is-removed" : fromA === toA ? "is-added" : "is-other" })),
  ]);
}

const look = EditorView.theme({
  ".cm-line.is-ign": { backgroundColor: "var(--diff-ign)" },
  ".tag": { float: "right", padding: "0 4px", borderRadius: "var(--r-3)", backgroundColor: "var(--bg-pane)", color: "var(--ink-2)", font: "var(--fs-11)/16px var(--font-ui)" },
});

const nothing = EditorView.theme({ ".cm-deletedChunk": { display: "none" } });

export class VersusView {
  readonly #view: EditorView;
  readonly #json: JsonText | null;

  constructor(root: ShadowRoot, versus: Versus) {
    this.#json = versus.json;
    this.#view = new EditorView({
      doc: versus.actual,
      parent: root,
      root,
      extensions: [
        EditorState.lineSeparator.of("\n"),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorState.phrases.of({ "$ unchanged lines": "$ equal lines" }),
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": versus.label, "aria-readonly": "true" }),
        EditorView.lineWrapping,
        shownIn.of({ ...NOTHING, text: versus.actual, json: versus.json }),
        lineNumbers(),
        chips,
        indentSteps,
        find,
        versus.json === null ? [] : [colours, escapes, valueMark],
        ignoredLines(versus),
        onTheRuler(versus),
        ruler,
        unifiedMergeView({
          original: versus.expected,
          mergeControls: false,
          syntaxHighlightDeletions: false,
          collapseUnchanged: { margin: 3, minSize: 3 },
          diffConfig: { scanLimit: 1000, timeout: 500 },
        }),
        keymap.of([
          { key: "ArrowDown", run: (view) => moveByLine(view, 1) },
          { key: "ArrowUp", run: (view) => moveByLine(view, -1) },
          { key: "ArrowRight", run: (view) => moveByValue(view, 1) },
          { key: "ArrowLeft", run: (view) => moveByValue(view, -1) },
          ...standardKeymap,
        ]),
        theme,
        changed,
        look,
        // Where nothing was expected, not even an empty line was.
        versus.expected === "" ? nothing : [],
      ],
    });
    // The first difference is what one came for.
    const [first] = getChunks(this.#view.state)?.chunks ?? [];
    if (first !== undefined) this.#reveal(first.fromB);
  }

  /** The value that the cursor is on. */
  get picked(): Picked | null {
    const span = spanUnder(this.#view.state);
    return span === null || this.#json === null ? null : { pointer: pointerOf(this.#json, span.first), raw: this.#json.slice(span.first, span.last) };
  }

  /** How many stretches differ. */
  get stretches(): number {
    return getChunks(this.#view.state)?.chunks.length ?? 0;
  }

  /** Goes to the next stretch that differs, or the one before. */
  go(delta: 1 | -1): void {
    (delta > 0 ? goToNextChunk : goToPreviousChunk)(this.#view);
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

  destroy(): void {
    this.#view.destroy();
  }

  #reveal(offset: number): void {
    const at = Math.min(offset, this.#view.state.doc.length);
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "nearest", yMargin: 60 }) });
  }
}
