/** Long strings drawn by their ends, with their length; a click shows one whole. Copying takes what is not drawn too. */
import type { Extension } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { cuts } from "../../text/cut";
import { bytes } from "../../text/format";
import { type Shown, undrawnIn } from "./document";

class Gap extends WidgetType {
  readonly token: number;
  readonly text: string;
  readonly onwhole: (token: number) => void;

  constructor(token: number, text: string, onwhole: (token: number) => void) {
    super();
    this.token = token;
    this.text = text;
    this.onwhole = onwhole;
  }

  override eq(other: Gap): boolean {
    return other.token === this.token && other.text === this.text;
  }

  override toDOM(): HTMLElement {
    const chip = document.createElement("span");
    chip.className = this.text === "…" ? "gap" : "size";
    chip.textContent = this.text;
    chip.title = "Show whole (Enter)";
    chip.onclick = () => this.onwhole(this.token);
    return chip;
  }
}

export function longStrings({ json, cutsLong }: Shown, onwhole: (token: number) => void): Extension {
  if (json === null || !cutsLong) return [];
  const found = cuts(json);
  const ranges = found.flatMap(({ token, from, to, bytes: length }) => [
    Decoration.replace({ widget: new Gap(token, "…", onwhole) }).range(from, to),
    Decoration.widget({ widget: new Gap(token, bytes(length), onwhole), side: 1 }).range(json.end(token)),
  ]);
  return found.length === 0 ? [] : [undrawnIn.of(found), EditorView.decorations.of(Decoration.set(ranges))];
}
