/** The value that the cursor is on: marked while the editor has the focus, moved to by arrows. */
import { type EditorState, type Extension, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import type { JsonText } from "../../text/jsontext";
import { Kind } from "../../text/tokens";
import { type Span, spanAt } from "../../text/values";
import { shownIn } from "./document";
import { isFolded } from "./folds";

/** Longest value that is marked, in UTF-16 units. */
const MARKED = 100_000;

const mark = Decoration.mark({ class: "at" });

export function spanUnder(state: EditorState): Span | null {
  const { json } = state.facet(shownIn);
  return json === null ? null : spanAt(json, state.selection.main.head);
}

/** A container is marked by its key, else by its bracket. */
function marked(state: EditorState): DecorationSet {
  const { json } = state.facet(shownIn);
  const span = spanUnder(state);
  if (json === null || span === null || !state.selection.main.empty) return Decoration.none;
  const token = json.kind(span.first) === Kind.Open ? (span.key ?? span.first) : span.first;
  const [from, to] = [json.start(token), json.end(token)];
  return from < to && to - from < MARKED ? Decoration.set(mark.range(from, to)) : Decoration.none;
}

export const valueMark: Extension = StateField.define<DecorationSet>({
  create: marked,
  update: (set, transaction) => (transaction.selection === undefined ? set : marked(transaction.state)),
  provide: (field) => EditorView.decorations.from(field),
});

/** Where a member, an element or the document starts. */
function isStop(json: JsonText, token: number): boolean {
  const kind = json.kind(token);
  return (kind === Kind.Value || kind === Kind.Open) && (token === 0 || json.kind(token - 1) !== Kind.Colon);
}

/** Moves to the next or the previous value that is drawn. */
export function moveByValue(view: EditorView, delta: 1 | -1): boolean {
  const { json } = view.state.facet(shownIn);
  if (json === null) return false;
  const head = view.state.selection.main.head;
  const here = json.tokenAt(head);
  for (let token = delta > 0 || json.start(here) === head ? here + delta : here; token >= 0 && token < json.length; token += delta) {
    const at = json.start(token);
    if (!isStop(json, token) || isFolded(view.state, at)) continue;
    view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
    return true;
  }
  return true;
}

/** Moves to the first value of the next or the previous line that is drawn. */
export function moveByLine(view: EditorView, delta: 1 | -1): boolean {
  const { state } = view;
  const block = view.lineBlockAt(state.selection.main.head);
  const edge = delta > 0 ? block.to + 1 : block.from - 1;
  if (edge < 0 || edge > state.doc.length) return true;
  const line = state.doc.lineAt(view.lineBlockAt(edge).from);
  const indent = line.length > 10_000 ? 0 : line.text.length - line.text.trimStart().length;
  view.dispatch({ selection: { anchor: line.from + indent }, scrollIntoView: true });
  return true;
}
