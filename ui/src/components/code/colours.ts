/** Colours of JSON by its tokens: right at any place of a body of any size, with nothing parsed in the background. */
import { type Extension, Facet, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { JsonText } from "../../text/jsontext";
import { Kind } from "../../text/tokens";
import { shownIn } from "./document";
import { laneAt, lanesOf } from "./lanes";

const style = (name: string): Decoration => Decoration.mark({ class: name });
const KEY = style("k");
const STRING = style("s");
const NUMBER = style("n");
const LITERAL = style("b");
const PUNCTUATION = style("p");

const UNREAD = style("u");
const UNREAD_KEY = style("k u uk");
const QUIET = style("u q");

/** Whether nothing read the value of a token; `null` where that is not known. */
export type IsUnread = (token: number) => boolean;

export const unreadIn = Facet.define<IsUnread | null, IsUnread | null>({ combine: (values) => values[0] ?? null });

function styleOf(json: JsonText, token: number, isUnread: IsUnread | null): Decoration {
  if (isUnread?.(token) === true) return json.isKey(token) ? UNREAD_KEY : UNREAD;
  if (json.kind(token) !== Kind.Value) return PUNCTUATION;
  const lead = json.text[json.start(token)] ?? "";
  if (lead === '"') return json.isKey(token) ? KEY : STRING;
  return /[-\d]/.test(lead) ? NUMBER : LITERAL;
}

function coloured(view: EditorView): DecorationSet {
  const { json } = view.state.facet(shownIn);
  const builder = new RangeSetBuilder<Decoration>();
  if (json === null) return builder.finish();
  const isUnread = view.state.facet(unreadIn);
  const lanes = view.state.facet(lanesOf);
  const isQuiet = lanes.some((lane) => lane.isQuiet === true) ? (at: number): boolean => laneAt(lanes, at, at + 1)?.isQuiet === true : () => false;
  for (const { from, to } of view.visibleRanges) {
    for (let token = Math.max(json.tokenAt(from), 0); token < json.length && json.start(token) < to; token += 1) {
      const start = Math.max(json.start(token), from);
      const end = Math.min(json.end(token), to);
      if (start < end) builder.add(start, end, isQuiet(start) ? QUIET : styleOf(json, token, isUnread));
    }
  }
  return builder.finish();
}

export const colours: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = coloured(view);
    }

    update(update: ViewUpdate): void {
      const { startState, state } = update;
      const isOther = startState.facet(unreadIn) !== state.facet(unreadIn) || startState.facet(lanesOf) !== state.facet(lanesOf);
      if (update.docChanged || update.viewportChanged || isOther) this.decorations = coloured(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
