/** Values that are traced: marked with their lines, and where they stand in the window. Says which value is pointed at. */
import { type EditorState, type Extension, type Range, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import type { JsonText } from "../../text/jsontext";
import { pointerOf, spanAt, tokenOf } from "../../text/values";
import { shownIn, type Stretch } from "./document";
import { foldAt, isRefolded } from "./folds";
import { onRuler } from "./ruler";

/** Values marked at once; more say no more. */
const MARKED = 100;
/** Longest value that is marked, in UTF-16 units. */
const LONGEST = 100_000;

/** Where a traced value stands in the window (px). */
export interface Spot {
  /** The middle of the line that it ends in; for what leads to a value, of the line that it starts in. */
  y: number;
  /** Where what it stands in begins, where that is not the pane's edge. */
  left?: number;
  /** Where a line to the right may start without crossing text. */
  right: number;
  /** It is hidden in a fold. */
  isInner: boolean;
}

/** What is told of the values of an editor. `isHidden`: the pointer means a later member of the same name. */
export interface Pointing {
  /** A value is pointed at; `null` where none is. */
  onpoint(pointer: string | null, isHidden: boolean): void;
  /** The cursor moved to a value by hand. */
  onmove(pointer: string, isHidden: boolean): void;
  /** A value was clicked. */
  onpick(pointer: string, isHidden: boolean): void;
}

interface Pointed {
  pointer: string;
  isHidden: boolean;
}

export const setTraced = StateEffect.define<readonly Stretch[]>();
const value = Decoration.mark({ class: "tr" });
const row = Decoration.line({ class: "tr-row" });

/** How many traced values a fold hides. */
class Held extends WidgetType {
  readonly count: number;

  constructor(count: number) {
    super();
    this.count = count;
  }

  override eq(other: Held): boolean {
    return other.count === this.count;
  }

  override toDOM(): HTMLElement {
    const chip = document.createElement("span");
    chip.className = "held";
    chip.textContent = `· ${this.count} traced`;
    return chip;
  }
}

/** The marks of values and their lines; what a fold hides marks the fold, with how many there are. */
function marksOf(state: EditorState, stretches: readonly Stretch[]): DecorationSet {
  const held = new Map<number, { fold: Stretch; count: number }>();
  const ranges: Range<Decoration>[] = [];
  const mark = (from: number, to: number): void => {
    ranges.push(row.range(state.doc.lineAt(from).from), value.range(from, Math.min(to, state.doc.length)));
  };
  for (const { from, to } of stretches.slice(0, MARKED)) {
    const fold = foldAt(state, from);
    if (fold === null) mark(from, Math.min(to, from + LONGEST));
    else held.set(fold.from, { fold, count: (held.get(fold.from)?.count ?? 0) + 1 });
  }
  for (const { fold, count } of held.values()) {
    mark(Math.max(fold.from - 1, 0), fold.to + 1);
    ranges.push(Decoration.widget({ widget: new Held(count), side: -1 }).range(fold.to));
  }
  return Decoration.set(ranges, true);
}

interface Marks {
  stretches: readonly Stretch[];
  set: DecorationSet;
}

const traced = StateField.define<Marks>({
  create: () => ({ stretches: [], set: Decoration.none }),
  update: (marks, transaction) => {
    const asked = transaction.effects.findLast((effect) => effect.is(setTraced));
    const stretches: readonly Stretch[] = asked === undefined ? marks.stretches : asked.value;
    if (asked === undefined && (stretches.length === 0 || !isRefolded(transaction))) return marks;
    return { stretches, set: marksOf(transaction.state, stretches) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ set }) => set),
});

function pointed(json: JsonText, token: number): Pointed {
  const pointer = pointerOf(json, token);
  return { pointer, isHidden: tokenOf(json, pointer) !== token };
}

/** The value under the pointer, where it is on its text or its key. */
function pointerAt(event: MouseEvent, view: EditorView): Pointed | null {
  if (!(event.target instanceof Element) || event.target.closest(".k, .s, .n, .b, .tr") === null) return null;
  const { json } = view.state.facet(shownIn);
  const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
  const span = json === null || at === null ? null : spanAt(json, at);
  return json === null || span === null ? null : pointed(json, span.first);
}

export function tracing({ onpoint, onmove, onpick }: Pointing): Extension {
  let last: Pointed | null = null;
  let place = "";
  const point = (at: Pointed | null): void => {
    if (at?.pointer !== last?.pointer || at?.isHidden !== last?.isHidden) onpoint(at?.pointer ?? null, at?.isHidden ?? false);
    last = at;
  };
  return [
    traced,
    onRuler.of((state) => state.field(traced).stretches.map(({ from }) => ({ at: from, style: "is-traced" }))),
    EditorView.domEventHandlers({
      mousemove: (event, view) => {
        // Engines also tell of text that moves under a pointer at rest: that is not pointing.
        const here = `${event.clientX} ${event.clientY}`;
        if (here !== place) point(pointerAt(event, view));
        place = here;
      },
      mouseleave: () => point(null),
      click: (event, view) => {
        const at = view.state.selection.main.empty ? pointerAt(event, view) : null;
        if (at !== null) onpick(at.pointer, at.isHidden);
      },
    }),
    EditorView.updateListener.of(({ selectionSet, focusChanged, view }) => {
      const { json } = view.state.facet(shownIn);
      if (json === null || !view.hasFocus || !(selectionSet || focusChanged)) return;
      const span = spanAt(json, view.state.selection.main.head);
      if (span === null) return;
      const { pointer, isHidden } = pointed(json, span.first);
      onmove(pointer, isHidden);
    }),
  ];
}

/** Where a value stands; `null` where it is out of sight. */
export function spotOf(view: EditorView, { from, to }: Stretch, isStart: boolean): Spot | null {
  const fold = foldAt(view.state, from);
  const at = fold !== null ? fold.from : isStart ? from : to;
  const box = view.scrollDOM.getBoundingClientRect();
  const end = view.coordsAtPos(at, isStart ? 1 : -1);
  if (end === null || end.bottom < box.top + 4 || end.top > box.bottom - 4) return null;
  const line = view.coordsAtPos(view.lineBlockAt(at).to, -1);
  const isLast = line !== null && Math.abs(line.top - end.top) < 4;
  return { y: (end.top + end.bottom) / 2, right: isLast ? line.right + 4 : box.right, isInner: fold !== null };
}
