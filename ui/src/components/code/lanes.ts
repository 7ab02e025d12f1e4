/** Bars at the left of the lines that belong to an item, and steps of indentation that wrapped lines keep. */
import { type Extension, Facet, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, gutter, GutterMarker, ViewPlugin, type ViewUpdate } from "@codemirror/view";

/** A stretch of the document and the classes of its bar. */
export interface Lane {
  from: number;
  to: number;
  style: string;
  /** Steps back, so that others stand out. */
  isQuiet?: boolean;
}

/** Ascending and without overlap. */
export const lanesOf = Facet.define<readonly Lane[], readonly Lane[]>({ combine: (values) => values[0] ?? [] });

class Bar extends GutterMarker {
  override readonly elementClass: string;

  constructor(style: string) {
    super();
    this.elementClass = `lane ${style}`;
  }

  override eq(other: Bar): boolean {
    return other.elementClass === this.elementClass;
  }
}

/** The lane that a line from `from` to `to` lies in or holds; `null` where there is none, or several are. */
export function laneAt(lanes: readonly Lane[], from: number, to: number): Lane | null {
  let low = 0;
  let high = lanes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lanes[middle]?.to ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  const lane = lanes[low];
  const end = Math.max(to, from + 1);
  if (lane === undefined || lane.from >= end) return null;
  return (lanes[low + 1]?.from ?? Infinity) < end ? null : lane;
}

export const laneBars: Extension = gutter({
  class: "cm-lanes",
  lineMarker: (view, line) => {
    const lane = laneAt(view.state.facet(lanesOf), line.from, line.to);
    return lane === null ? null : new Bar(lane.style);
  },
  lineMarkerChange: (update) => update.startState.facet(lanesOf) !== update.state.facet(lanesOf),
});

/** Deepest step that has a class of its own. */
const DEEPEST = 24;
const steps = Array.from({ length: DEEPEST + 1 }, (_, depth) => Decoration.line({ class: `d${depth}` }));

function indentation(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      const depth = /^ */.exec(line.text.slice(0, DEEPEST))?.[0].length ?? 0;
      const step = steps[depth];
      if (depth > 0 && step !== undefined) builder.add(line.from, line.from, step);
      at = line.to + 1;
    }
  }
  return builder.finish();
}

/** Marks each visible line with its depth, so that the theme can draw guides and hang what wraps. */
export const indentSteps: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = indentation(view);
    }

    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = indentation(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** Rules of the classes of `indentSteps`. */
export const indentRules = Object.fromEntries(
  Array.from({ length: DEEPEST }, (_, index) => index + 1).map((depth) => [
    `.cm-line.d${depth}`,
    {
      paddingInlineStart: `calc(6px + ${depth + 1}ch)`,
      textIndent: `-${depth + 1}ch`,
      backgroundSize: `${depth}ch 100%`,
    },
  ]),
);
