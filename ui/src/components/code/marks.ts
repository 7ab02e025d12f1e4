/** A sign beside a line: what becomes of its value, or where it came from. */
import { type Extension, Facet } from "@codemirror/state";
import { gutter, GutterMarker } from "@codemirror/view";

export interface LineMark {
  /** One character; empty where the class draws it. */
  sign: string;
  style: string;
  title: string;
}

/** The mark of what a stretch of the text holds. */
export type MarkOf = (from: number, to: number) => LineMark | null;

export const marksIn = Facet.define<MarkOf | null, MarkOf | null>({ combine: (values) => values[0] ?? null });

class Sign extends GutterMarker {
  readonly mark: LineMark;

  constructor(mark: LineMark) {
    super();
    this.mark = mark;
  }

  override eq(other: Sign): boolean {
    return other.mark === this.mark;
  }

  override toDOM(): Node {
    const sign = document.createElement("span");
    sign.className = `om ${this.mark.style}`;
    sign.textContent = this.mark.sign;
    sign.title = this.mark.title;
    return sign;
  }
}

export const lineMarks: Extension = gutter({
  class: "cm-marks",
  lineMarker: (view, line) => {
    const mark = view.state.facet(marksIn)?.(line.from, line.to) ?? null;
    return mark === null ? null : new Sign(mark);
  },
  lineMarkerChange: (update) => update.startState.facet(marksIn) !== update.state.facet(marksIn),
});
