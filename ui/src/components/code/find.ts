/**
 * The search bar of an editor: plain text, found while typing, next and previous, closed by Esc. The text is gone through
 * in slices: a body of 8 MB holds up no letter that is typed.
 */
import { type EditorState, type Extension, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, type Panel, showPanel, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { count } from "../../text/format";
import { findMatches, Matches } from "../../text/search";
import { runAtOnce, runInSlices } from "../../text/slices";
import { drawnRanges, shownIn } from "./document";

const NO_MATCHES = new Matches();
/** Longer than this, and it says how many were found so far (ms). */
const PATIENCE = 150;

const setOpen = StateEffect.define<boolean>();
const setMatches = StateEffect.define<Matches>();

const isOpenIn = StateField.define<boolean>({
  create: () => false,
  update: (isOpen, { effects }) => effects.findLast((effect) => effect.is(setOpen))?.value ?? isOpen,
  provide: (field) => showPanel.from(field, (isOpen) => (isOpen ? createPanel : null)),
});

const matchesIn = StateField.define<Matches>({
  create: () => NO_MATCHES,
  update: (matches, { effects, docChanged }) => effects.findLast((effect) => effect.is(setMatches))?.value ?? (docChanged ? NO_MATCHES : matches),
});

const match = Decoration.mark({ class: "cm-searchMatch" });
const selected = Decoration.mark({ class: "cm-searchMatch cm-searchMatch-selected" });

function marked(view: EditorView): DecorationSet {
  const matches = view.state.field(matchesIn);
  const { from, to } = view.state.selection.main;
  const builder = new RangeSetBuilder<Decoration>();
  let index = 0;
  for (const drawn of drawnRanges(view)) {
    // One that starts before what is drawn may end in it.
    index = Math.max(index, matches.firstFrom(drawn.from) - 1, 0);
    for (; index < matches.length && matches.start(index) < drawn.to; index += 1) {
      const [start, end] = [matches.start(index), matches.end(index)];
      if (end > drawn.from) builder.add(start, end, start === from && end === to ? selected : match);
    }
  }
  return builder.finish();
}

const marks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = marked(view);
    }

    update({ view, state, transactions, viewportChanged, selectionSet, docChanged }: ViewUpdate): void {
      // More may have been found of the same.
      const isOther = transactions.some(({ effects }) => effects.some((effect) => effect.is(setMatches)));
      if (isOther || (state.field(matchesIn).length > 0 && (viewportChanged || selectionSet || docChanged))) this.decorations = marked(view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** The whole text, without joining its lines where that was done already. */
function wholeText(state: EditorState): string {
  const { text } = state.facet(shownIn);
  return text.length === state.doc.length ? text : state.doc.toString();
}

function button(text: string, name: string, onclick: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.ariaLabel = name;
  element.onclick = onclick;
  return element;
}

class Finder implements Panel {
  readonly top = true;
  readonly dom = document.createElement("div");
  readonly #field = document.createElement("input");
  readonly #tally = document.createElement("span");
  readonly #view: EditorView;
  #matches = NO_MATCHES;
  #asked = 0;
  /** Whether the text was gone through. */
  #isWhole = false;
  /** Ends once the text was gone through. */
  #search: Promise<void> = Promise.resolve();

  constructor(view: EditorView) {
    this.#view = view;
    this.dom.className = "find";
    this.#field.placeholder = "Find";
    this.#field.ariaLabel = "Find in this pane";
    this.#field.spellcheck = false;
    this.#field.oninput = () => this.#begin(view.state.selection.main.from);
    this.#field.onkeydown = (event) => this.#press(event);
    this.#tally.className = "count";
    this.#tally.role = "status";
    this.dom.append(
      this.#field,
      this.#tally,
      button("Previous", "Previous match", () => void this.go(-1)),
      button("Next", "Next match", () => void this.go(1)),
      button("Close", "Close search", () => closeFind(view)),
    );
  }

  mount(): void {
    const { from, to } = this.#view.state.selection.main;
    const chosen = to - from < 200 ? this.#view.state.sliceDoc(from, to) : "";
    if (chosen !== "" && !chosen.includes("\n")) {
      this.#field.value = chosen;
      this.#begin(from);
    }
    this.focus();
  }

  focus(): void {
    this.#field.focus();
    this.#field.select();
  }

  update({ selectionSet, docChanged }: ViewUpdate): void {
    // Not now: an update is no time for another one.
    const asked = this.#asked;
    if (docChanged) queueMicrotask(() => asked === this.#asked && this.#begin(null));
    else if (selectionSet) this.#show();
  }

  destroy(): void {
    this.#asked += 1;
  }

  /** Goes to the next match or the one before, from the last to the first and the other way round. */
  async go(delta: 1 | -1): Promise<void> {
    const asked = this.#asked;
    const { from, to } = this.#view.state.selection.main;
    const isThere = delta > 0 && this.#matches.firstFrom(to) < this.#matches.length;
    if (!isThere) await this.#search;
    const { length } = this.#matches;
    if (asked !== this.#asked || length === 0) return;
    const index = delta > 0 ? this.#matches.firstFrom(to) : this.#matches.firstFrom(from) - 1;
    this.#select((index + length) % length);
  }

  /** Goes through the text; selects the first match from `from` on, or from the top. */
  #begin(from: number | null): void {
    const asked = ++this.#asked;
    const since = performance.now();
    const matches = new Matches();
    this.#matches = matches;
    this.#isWhole = false;
    let isSought = from !== null;
    const follow = (): void => {
      const index = matches.firstFrom(from ?? 0);
      if (isSought && (index < matches.length || (this.#isWhole && matches.length > 0))) {
        isSought = false;
        this.#select(index % matches.length);
      }
      this.#show(performance.now() - since > PATIENCE);
    };
    const work = findMatches(wholeText(this.#view.state), this.#field.value, matches);
    const isStale = (): boolean => {
      if (asked === this.#asked) follow();
      return asked !== this.#asked;
    };
    this.#search = (async () => {
      if (runAtOnce(work) === undefined) await runInSlices(work, isStale);
      if (asked !== this.#asked) return;
      this.#isWhole = true;
      this.#view.dispatch({ effects: setMatches.of(matches) });
      follow();
    })();
  }

  #select(index: number): void {
    const [from, to] = [this.#matches.start(index), this.#matches.end(index)];
    this.#view.dispatch({
      selection: { anchor: from, head: to },
      effects: [EditorView.scrollIntoView(from, { y: "center" }), setMatches.of(this.#matches)],
    });
  }

  /** `3 of 17`: the match that is selected among all; while not all was gone through, how many there are at least. */
  #show(isSlow = false): void {
    const { from, to } = this.#view.state.selection.main;
    const index = this.#matches.indexOf(from, to);
    const all = count(this.#matches.length);
    if (this.#field.value === "") this.#tally.textContent = "";
    else if (!this.#isWhole) this.#tally.textContent = isSlow ? `${all}…` : this.#tally.textContent;
    else this.#tally.textContent = this.#matches.length === 0 ? "none" : index < 0 ? all : `${count(index + 1)} of ${all}`;
  }

  #press(event: KeyboardEvent): void {
    const isAgain = event.key === "F3" || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "g");
    if (event.key === "Escape") closeFind(this.#view);
    else if (event.key === "Enter" || isAgain) void this.go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

const finders = new WeakMap<EditorView, Finder>();

function createPanel(view: EditorView): Panel {
  const finder = new Finder(view);
  finders.set(view, finder);
  return finder;
}

/** Opens the search bar; where it is open, its field takes the focus. */
export function openFind(view: EditorView): boolean {
  if (view.state.field(isOpenIn)) finders.get(view)?.focus();
  else view.dispatch({ effects: setOpen.of(true) });
  return true;
}

function closeFind(view: EditorView): boolean {
  if (!view.state.field(isOpenIn)) return false;
  view.dispatch({ effects: [setOpen.of(false), setMatches.of(NO_MATCHES)] });
  view.focus();
  return true;
}

function again(view: EditorView, delta: 1 | -1): boolean {
  if (view.state.field(isOpenIn)) void finders.get(view)?.go(delta);
  else openFind(view);
  return true;
}

export const find: Extension = [
  isOpenIn,
  matchesIn,
  marks,
  keymap.of([
    { key: "F3", run: (view) => again(view, 1), shift: (view) => again(view, -1) },
    { key: "Mod-g", run: (view) => again(view, 1), shift: (view) => again(view, -1), preventDefault: true },
    { key: "Escape", run: closeFind },
  ]),
];
