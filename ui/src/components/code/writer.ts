/** An editor for a body: what it was stays above what it is now, and what is no JSON is marked. Loaded when it is needed. */
import { history, historyKeymap, standardKeymap } from "@codemirror/commands";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { chips, escapes } from "./chips";
import { changed } from "./changes";
import { find, openFind } from "./find";
import { lexical } from "./lexical";
import { indentSteps } from "./lanes";
import { theme } from "./theme";

const setFault = StateEffect.define<number | null>();

const faultMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const told = transaction.effects.find((effect) => effect.is(setFault));
    if (told === undefined) return marks.map(transaction.changes);
    const { length } = transaction.newDoc;
    if (told.value === null || length === 0) return Decoration.none;
    const from = Math.min(told.value, length - 1);
    return Decoration.set(Decoration.mark({ class: "at-fault" }).range(from, from + 1));
  },
  provide: (field) => EditorView.decorations.from(field),
});

const look = EditorView.theme({
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
});

export interface Written {
  /** What it said at first. */
  original: string;
  text: string;
  label: string;
}

export class Writer {
  readonly #view: EditorView;

  /** Mounts into a shadow root: there its styles pass a policy that allows no inline ones. */
  constructor(root: ShadowRoot, { original, text, label }: Written, onchange: (text: string) => void) {
    const extensions: Extension = [
      EditorState.lineSeparator.of("\n"),
      EditorView.contentAttributes.of({ "aria-label": label, "aria-multiline": "true", spellcheck: "false" }),
      EditorView.lineWrapping,
      lineNumbers(),
      history(),
      highlightActiveLine(),
      chips,
      escapes,
      indentSteps,
      lexical,
      faultMark,
      find,
      // Tab moves on to the next field, as everywhere.
      keymap.of([{ key: "Mod-f", run: openFind }, ...historyKeymap, ...standardKeymap]),
      original === "" ? [] : unifiedMergeView({ original, mergeControls: false, syntaxHighlightDeletions: false, diffConfig: { scanLimit: 1000, timeout: 200 } }),
      EditorView.updateListener.of((update) => update.docChanged && onchange(update.state.doc.toString())),
      theme,
      changed,
      look,
    ];
    this.#view = new EditorView({ doc: text, extensions, parent: root, root });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Another text in its place; it can be undone. */
  set text(text: string) {
    if (text !== this.text) this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  /** The place that makes the text no JSON. */
  set fault(offset: number | null) {
    this.#view.dispatch({ effects: setFault.of(offset) });
  }

  /** Goes to a place. */
  goTo(offset: number): void {
    const at = Math.min(offset, this.#view.state.doc.length);
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    this.#view.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }
}
