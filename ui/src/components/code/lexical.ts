/** Colours of JSON by what a line looks like: for a text that is being written, which is no JSON at every moment. */
import { type Extension, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

const TOKENS = /("(?:[^"\\]|\\.)*"?)(\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b|[{}[\],:]/g;

const style = (name: string): Decoration => Decoration.mark({ class: name });
const KEY = style("k");
const STRING = style("s");
const NUMBER = style("n");
const LITERAL = style("b");
const PUNCTUATION = style("p");

function styleOf(token: string): Decoration {
  if (/^[-\d]/.test(token)) return NUMBER;
  return /^[tfn]/.test(token) ? LITERAL : PUNCTUATION;
}

function coloured(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    const start = view.state.doc.lineAt(from).from;
    // A line may be megabytes: what stands before the part in sight is left alone.
    const first = from - start > 10_000 ? from : start;
    for (const match of view.state.sliceDoc(first, to).matchAll(TOKENS)) {
      const [token, string] = match;
      const at = first + match.index;
      if (string === undefined) builder.add(at, at + token.length, styleOf(token));
      else builder.add(at, at + string.length, match[2] === undefined ? STRING : KEY);
    }
  }
  return builder.finish();
}

export const lexical: Extension = ViewPlugin.fromClass(
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
