/** What an editor shows beside its text: known to every part of it, set anew with each text. */
import { Facet, type Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { JsonText } from "../../text/jsontext";

/** A document and how to show it. */
export interface Shown {
  text: string;
  /** Its lines, where they were cut ahead. */
  lines: Text | null;
  /** The same as JSON; `null` where it is none. */
  json: JsonText | null;
  label: string;
  /** Offset of the place that makes the text no JSON. */
  fault: number | null;
  /** Strings that are long are drawn by their ends. */
  cutsLong: boolean;
  /** Members that hold nothing but `null` start folded. */
  foldsNulls: boolean;
  /** What `Fold all` folds, by its place, and what its fold is called; where there is none, what lies two levels deep. */
  parts: ReadonlyMap<number, string>;
}

export const NOTHING: Shown = { text: "", lines: null, json: null, label: "", fault: null, cutsLong: false, foldsNulls: false, parts: new Map() };

export const shownIn = Facet.define<Shown, Shown>({ combine: (values) => values[0] ?? NOTHING });

/** Stretches that are not drawn although their line is, ascending. */
export const undrawnIn = Facet.define<readonly Stretch[], readonly Stretch[]>({ combine: (values) => values[0] ?? [] });

export interface Stretch {
  from: number;
  to: number;
}

/** What of a view is drawn: nobody looks for anything in the megabytes between the ends of a string. */
export function drawnRanges({ state, visibleRanges }: EditorView): Stretch[] {
  const undrawn = state.facet(undrawnIn);
  const drawn: Stretch[] = [];
  for (const { from, to } of visibleRanges) {
    let at = from;
    for (let index = firstBehind(undrawn, from); index < undrawn.length; index += 1) {
      const gap = undrawn[index];
      if (gap === undefined || gap.from >= to) break;
      if (gap.from > at) drawn.push({ from: at, to: gap.from });
      at = Math.max(at, gap.to);
    }
    if (at < to) drawn.push({ from: at, to });
  }
  return drawn;
}

/** The first stretch that ends behind an offset. */
function firstBehind(stretches: readonly Stretch[], offset: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.to ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
