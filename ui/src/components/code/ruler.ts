/**
 * Marks beside the scroll bar, where the text is longer than its room: where in the whole of it the traced values stand,
 * and what differs from what was expected.
 */
import { type EditorState, type Extension, Facet } from "@codemirror/state";
import { EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

/** Marks drawn at once; more are no help. */
const MOST = 60;

export interface Place {
  /** In the text. */
  at: number;
  style: "is-traced" | "is-added" | "is-removed" | "is-other" | "is-ignored";
}

/** Each says what of a state stands on the ruler. What comes later in the list lies above. */
export const onRuler = Facet.define<(state: EditorState) => readonly Place[]>();

interface Mark {
  /** In thousandths of the height. */
  top: number;
  style: string;
}

class Ruler {
  readonly #dom = document.createElement("div");
  #drawn = "";

  constructor(view: EditorView) {
    this.#dom.className = "ruler";
    this.#dom.setAttribute("aria-hidden", "true");
    view.dom.append(this.#dom);
    this.#request(view);
  }

  update({ geometryChanged, transactions, view }: ViewUpdate): void {
    if (geometryChanged || transactions.length > 0) this.#request(view);
  }

  #request(view: EditorView): void {
    view.requestMeasure({ key: this, read: () => this.#measure(view), write: (marks) => this.#draw(marks) });
  }

  #measure(view: EditorView): Mark[] {
    const { scrollDOM, contentHeight, state } = view;
    const places = state.facet(onRuler).flatMap((placesOf) => placesOf(state).slice(0, MOST));
    if (places.length === 0 || contentHeight <= scrollDOM.clientHeight + 1) return [];
    const inside = places.filter(({ at }) => at <= state.doc.length);
    return inside.map(({ at, style }) => ({ top: Math.round((view.lineBlockAt(at).top / contentHeight) * 1000), style }));
  }

  #draw(marks: readonly Mark[]): void {
    const drawn = [...new Set(marks.map(({ top, style }) => `${top} ${style}`))];
    if (drawn.join() === this.#drawn) return;
    this.#drawn = drawn.join();
    this.#dom.replaceChildren(
      ...drawn.map((words) => {
        const [top, style] = words.split(" ");
        const mark = document.createElement("i");
        mark.className = style ?? "";
        mark.style.top = `${Number(top) / 10}%`;
        return mark;
      }),
    );
  }

  destroy(): void {
    this.#dom.remove();
  }
}

export const ruler: Extension = ViewPlugin.fromClass(Ruler);
