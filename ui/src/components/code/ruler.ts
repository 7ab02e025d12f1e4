/** Marks beside the scroll bar, where the text is longer than its room: where the traced values stand in the whole of it. */
import { type Extension } from "@codemirror/state";
import { EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { setTraced } from "./tracing";

/** Marks drawn at once; more are no help. */
const MOST = 60;

class Ruler {
  readonly #dom = document.createElement("div");
  #places: readonly number[] = [];
  #drawn = "";

  constructor(view: EditorView) {
    this.#dom.className = "ruler";
    this.#dom.setAttribute("aria-hidden", "true");
    view.dom.append(this.#dom);
  }

  update(update: ViewUpdate): void {
    for (const { effects } of update.transactions) {
      for (const effect of effects) if (effect.is(setTraced)) this.#places = effect.value.slice(0, MOST).map(({ from }) => from);
    }
    update.view.requestMeasure({ key: this, read: (view) => this.#measure(view), write: (tops) => this.#draw(tops) });
  }

  /** In thousandths of the height. */
  #measure(view: EditorView): number[] {
    const { scrollDOM, contentHeight, state } = view;
    if (contentHeight <= scrollDOM.clientHeight + 1) return [];
    const inside = this.#places.filter((at) => at <= state.doc.length);
    return [...new Set(inside.map((at) => Math.round((view.lineBlockAt(at).top / contentHeight) * 1000)))];
  }

  #draw(tops: readonly number[]): void {
    const drawn = tops.join(" ");
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#dom.replaceChildren(
      ...tops.map((top) => {
        const mark = document.createElement("i");
        mark.style.top = `${top / 10}%`;
        return mark;
      }),
    );
  }

  destroy(): void {
    this.#dom.remove();
  }
}

export const ruler: Extension = ViewPlugin.fromClass(Ruler);
