/** Draws hidden characters and invalid bytes as chips, and marks the escapes inside JSON strings. */
import { type Extension, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";
import { hiddenCharacters, nameOf } from "../../text/visible";
import { drawnRanges } from "./document";

class Chip extends WidgetType {
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  override eq(other: Chip): boolean {
    return other.name === this.name;
  }

  override toDOM(): HTMLElement {
    const chip = document.createElement("span");
    chip.className = "cp";
    chip.textContent = this.name;
    return chip;
  }
}

/** Decorates what an expression finds in what is drawn. */
function matching(expression: RegExp, decorate: (match: string) => Decoration): Extension {
  const look = (view: EditorView): DecorationSet => {
    const builder = new RangeSetBuilder<Decoration>();
    for (const { from, to } of drawnRanges(view)) {
      for (const match of view.state.sliceDoc(from, to).matchAll(expression)) {
        builder.add(from + match.index, from + match.index + match[0].length, decorate(match[0]));
      }
    }
    return builder.finish();
  };
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = look(view);
      }

      update(update: ViewUpdate): void {
        if (update.docChanged || update.viewportChanged) this.decorations = look(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

const escape = Decoration.mark({ class: "e" });

export const chips: Extension = matching(hiddenCharacters(), (char) => Decoration.replace({ widget: new Chip(nameOf(char)) }));

export const escapes: Extension = matching(/\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])/g, () => escape);
