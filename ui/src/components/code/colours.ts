/** Colours of JSON by its tokens: right at any place of a body of any size, with nothing parsed in the background. */
import { type Extension, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { JsonText } from "../../text/jsontext";
import { Kind } from "../../text/tokens";
import { shownIn } from "./document";

const style = (name: string): Decoration => Decoration.mark({ class: name });
const KEY = style("k");
const STRING = style("s");
const NUMBER = style("n");
const LITERAL = style("b");
const PUNCTUATION = style("p");

function styleOf(json: JsonText, token: number): Decoration {
  if (json.kind(token) !== Kind.Value) return PUNCTUATION;
  const lead = json.text[json.start(token)] ?? "";
  if (lead === '"') return json.isKey(token) ? KEY : STRING;
  return /[-\d]/.test(lead) ? NUMBER : LITERAL;
}

function coloured(view: EditorView): DecorationSet {
  const { json } = view.state.facet(shownIn);
  const builder = new RangeSetBuilder<Decoration>();
  if (json === null) return builder.finish();
  for (const { from, to } of view.visibleRanges) {
    for (let token = Math.max(json.tokenAt(from), 0); token < json.length && json.start(token) < to; token += 1) {
      const start = Math.max(json.start(token), from);
      const end = Math.min(json.end(token), to);
      if (start < end) builder.add(start, end, styleOf(json, token));
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
      if (update.docChanged || update.viewportChanged) this.decorations = coloured(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
