/**
 * Folding by the tokens of the text, not by a parse of what is near: an item at the end of a body of 8 MB folds like
 * the first, and a batch opens with all of its items folded.
 */
import { type EditorState, type Extension, type Range, RangeSet, StateEffect, StateField, type Transaction } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, gutter, GutterMarker, WidgetType } from "@codemirror/view";
import { counted } from "../../text/format";
import { Kind } from "../../text/tokens";
import { leaves, type NullRun, nullRuns } from "../../text/values";
import { type Shown, shownIn } from "./document";

/** What is hidden. */
interface Fold {
  from: number;
  to: number;
}

/** More lines than this open folded to the items. */
const MANY_LINES = 2000;
/** Containers so deep are folded by `Fold all` where there are no items. */
const DEPTH = 2;

class Placeholder extends WidgetType {
  readonly text: string;
  readonly fold: Fold;

  constructor(text: string, fold: Fold) {
    super();
    this.text = text;
    this.fold = fold;
  }

  override eq(other: Placeholder): boolean {
    return other.text === this.text && other.fold.from === this.fold.from && other.fold.to === this.fold.to;
  }

  override toDOM(view: EditorView): HTMLElement {
    const chip = document.createElement("span");
    chip.className = this.text.startsWith("…") ? "fold is-run" : "fold";
    chip.textContent = this.text;
    chip.title = "Unfold";
    chip.setAttribute("aria-label", `folded: ${this.text}`);
    chip.onmousedown = (event) => {
      event.preventDefault();
      view.dispatch({ effects: unfold.of(this.fold) });
    };
    return chip;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

const fold = StateEffect.define<Fold>();
const unfold = StateEffect.define<Fold>();
const foldOnly = StateEffect.define<readonly Fold[]>();

/** `message · 7 values` for an item, `2 values` for what else is folded, `… 4 nulls` for a run of them. */
function labelOf(shown: Shown, { from, to }: Fold, runs: readonly NullRun[]): string {
  const { json } = shown;
  if (json === null) return "…";
  const first = json.tokenAt(from - 1);
  if (json.isKey(first)) {
    const run = runs.find((candidate) => candidate.first === first);
    return `… ${counted(run?.nulls ?? 0, "null")}`;
  }
  const values = counted(leaves(json, first, json.tokenAt(to)), "value");
  const name = shown.parts.get(from - 1);
  return name === undefined ? values : `${name} · ${values}`;
}

function drawn(state: EditorState, range: Fold): Range<Decoration> {
  const text = labelOf(state.facet(shownIn), range, state.field(runsIn));
  return Decoration.replace({ widget: new Placeholder(text, range) }).range(range.from, range.to);
}

/** The runs of nulls that take more than a line. */
const runsIn = StateField.define<readonly NullRun[]>({
  create: (state) => {
    const { json, foldsNulls } = state.facet(shownIn);
    if (json === null || !foldsNulls) return [];
    return nullRuns(json).filter((run) => json.text.slice(json.start(run.first), json.end(run.last)).includes("\n"));
  },
  update: (runs) => runs,
});

function hidden({ json }: Shown, run: NullRun): Fold {
  return json === null ? { from: 0, to: 0 } : { from: json.end(run.first), to: json.end(run.last) };
}

/** What lies between the brackets at these tokens. */
function inside({ json }: Shown, open: number): Fold | null {
  if (json === null) return null;
  const range = { from: json.end(open), to: json.start(json.tokens.mate[open] ?? open) };
  return range.from < range.to ? range : null;
}

/** What `Fold all` folds. */
function allFolds(state: EditorState): Fold[] {
  const shown = state.facet(shownIn);
  const { json, parts } = shown;
  if (json === null) return [];
  if (parts.size > 0) {
    const ranges = Array.from(parts.keys(), (from) => inside(shown, json.tokenAt(from)));
    return ranges.filter((range) => range !== null).toSorted((a, b) => a.from - b.from);
  }
  const folds: Fold[] = [];
  let depth = 0;
  for (let token = 0; token < json.length; token += 1) {
    if (json.kind(token) === Kind.Close) depth -= 1;
    if (json.kind(token) !== Kind.Open) continue;
    const range = depth === DEPTH ? inside(shown, token) : null;
    if (depth === DEPTH) token = json.tokens.mate[token] ?? token;
    else depth += 1;
    if (range !== null) folds.push(range);
  }
  return folds;
}

const folds = StateField.define<DecorationSet>({
  create: (state) => {
    const shown = state.facet(shownIn);
    const runs = state.field(runsIn).map((run) => hidden(shown, run));
    const start = shown.parts.size > 0 && state.doc.lines > MANY_LINES ? allFolds(state) : runs;
    return RangeSet.of(start.map((range) => drawn(state, range)));
  },
  update: (set, transaction) => touched(changed(set, transaction), transaction),
  provide: (field) => EditorView.decorations.from(field),
});

function changed(set: DecorationSet, { effects, state }: Transaction): DecorationSet {
  for (const effect of effects) {
    if (effect.is(fold)) set = set.update({ add: [drawn(state, effect.value)], sort: true });
    else if (effect.is(unfold)) set = without(set, effect.value, (from, to) => from === effect.value.from && to === effect.value.to);
    else if (effect.is(foldOnly)) set = RangeSet.of(effect.value.map((range) => drawn(state, range)));
  }
  return set;
}

/** A selection that reaches into a fold opens it. */
function touched(set: DecorationSet, { selection }: Transaction): DecorationSet {
  if (selection === undefined) return set;
  const { from, to } = selection.main;
  return without(set, { from, to }, (start, end) => (from === to ? from > start && to < end : from < end && to > start));
}

function without(set: DecorationSet, { from, to }: Fold, isMeant: (from: number, to: number) => boolean): DecorationSet {
  let isThere = false;
  set.between(from, to, (start, end) => {
    isThere ||= isMeant(start, end);
  });
  return isThere ? set.update({ filter: (start, end) => !isMeant(start, end), filterFrom: from, filterTo: to }) : set;
}

/** The outermost fold that starts in a stretch of the text. */
function foldedIn(state: EditorState, from: number, to: number): Fold | null {
  let found: Fold | null = null;
  state.field(folds).between(from, to, (start, end) => {
    if (start < from) return;
    found = { from: start, to: end };
    return false;
  });
  return found;
}

/** Whether a change folds or unfolds something. */
export function isRefolded({ startState, state }: Transaction): boolean {
  return startState.field(folds) !== state.field(folds);
}

/** Whether a place is hidden. */
export function isFolded(state: EditorState, at: number): boolean {
  let isHidden = false;
  state.field(folds).between(at, at, (from, to) => {
    isHidden ||= from <= at && at < to;
  });
  return isHidden;
}

/** The fold that hides a place; `null` where it is drawn. */
export function foldAt(state: EditorState, at: number): Fold | null {
  let found: Fold | null = null;
  state.field(folds).between(at, at, (from, to) => {
    if (from <= at && at < to) found = { from, to };
  });
  return found;
}

/** What can be folded from the line that an offset is in: a run of nulls, else what its last open bracket holds. */
function foldable(state: EditorState, at: number): Fold | null {
  const shown = state.facet(shownIn);
  const { json } = shown;
  if (json === null) return null;
  const line = state.doc.lineAt(at);
  let found: Fold | null = null;
  for (let token = Math.max(json.tokenAt(line.from), 0); token < json.length && json.start(token) < line.to; token += 1) {
    if (json.start(token) < line.from) continue;
    if (json.isKey(token)) {
      const run = state.field(runsIn).find((candidate) => candidate.first === token);
      if (run !== undefined) return hidden(shown, run);
    }
    if (json.kind(token) !== Kind.Open) continue;
    const close = json.tokens.mate[token] ?? token;
    if (json.end(close) <= line.to) token = close;
    else found = inside(shown, token);
  }
  return found;
}

/** The container around an offset that reaches over lines. */
function around(state: EditorState, at: number): Fold | null {
  const shown = state.facet(shownIn);
  const { json } = shown;
  if (json === null) return null;
  for (let token = json.tokenAt(at); token >= 0; token -= 1) {
    if (json.kind(token) === Kind.Close) token = json.tokens.mate[token] ?? token;
    else if (json.kind(token) === Kind.Open) {
      const range = inside(shown, token);
      if (range !== null && state.doc.lineAt(range.from).to < range.to) return range;
    }
  }
  return null;
}

/** Unfolds what starts in the line of the cursor. */
export function unfoldLine(view: EditorView): boolean {
  const block = view.lineBlockAt(view.state.selection.main.head);
  const folded = foldedIn(view.state, block.from, block.to);
  if (folded !== null) view.dispatch({ effects: unfold.of(folded) });
  return folded !== null;
}

/** Folds or unfolds what starts in the line of the cursor; where nothing does, with `outer`, what is around it. */
export function toggleFold(view: EditorView, outer: boolean): boolean {
  if (unfoldLine(view)) return true;
  const { state } = view;
  const head = state.selection.main.head;
  const range = foldable(state, head) ?? (outer ? around(state, head) : null);
  if (range === null) return false;
  view.dispatch({ effects: fold.of(range), selection: { anchor: Math.min(head, range.from) }, scrollIntoView: true });
  return true;
}

/** Unfolds all where anything is folded, else folds the items, or what lies deep. */
export function toggleAllFolds(view: EditorView): boolean {
  const isFolded = view.state.field(folds).size > 0;
  const ranges = isFolded ? [] : allFolds(view.state);
  const head = view.state.selection.main.head;
  const outer = ranges.find((range) => range.from < head && head < range.to);
  view.dispatch({ effects: foldOnly.of(ranges), ...(outer && { selection: { anchor: outer.from } }) });
  return isFolded || ranges.length > 0;
}

class Mark extends GutterMarker {
  readonly isFolded: boolean;

  constructor(isFolded: boolean) {
    super();
    this.isFolded = isFolded;
  }

  override eq(other: Mark): boolean {
    return other.isFolded === this.isFolded;
  }

  override toDOM(): Node {
    const mark = document.createElement("span");
    mark.className = this.isFolded ? "caret is-folded" : "caret";
    mark.title = this.isFolded ? "Unfold line" : "Fold line";
    return mark;
  }
}

const marks = [new Mark(false), new Mark(true)] as const;

const foldMarks = gutter({
  class: "cm-folds",
  lineMarker: (view, line) => {
    if (foldedIn(view.state, line.from, line.to) !== null) return marks[1];
    return foldable(view.state, line.from) === null ? null : marks[0];
  },
  lineMarkerChange: (update) => update.startState.field(folds) !== update.state.field(folds),
  domEventHandlers: {
    mousedown: (view, line, event) => {
      const folded = foldedIn(view.state, line.from, line.to);
      const range = folded ?? foldable(view.state, line.from);
      if (range === null) return false;
      event.preventDefault();
      view.dispatch({ effects: folded === null ? fold.of(range) : unfold.of(range) });
      return true;
    },
  },
});

export const folding: Extension = [runsIn, folds, foldMarks];
