/** What an editor shows beside its text: known to every part of it, set anew with each text. */
import { Facet } from "@codemirror/state";
import type { JsonText } from "../../text/jsontext";

/** A document and how to show it. */
export interface Shown {
  text: string;
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

export const NOTHING: Shown = { text: "", json: null, label: "", fault: null, cutsLong: false, foldsNulls: false, parts: new Map() };

export const shownIn = Facet.define<Shown, Shown>({ combine: (values) => values[0] ?? NOTHING });
