/** Draws hidden characters and invalid bytes as chips, and marks the escapes inside JSON strings. */
import { type Extension } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, MatchDecorator, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";
import { hiddenCharacters, nameOf } from "../../text/visible";

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

function matching(decorator: MatchDecorator): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = decorator.createDeco(view);
      }

      update(update: ViewUpdate): void {
        this.decorations = decorator.updateDeco(update, this.decorations);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

export const chips: Extension = matching(
  new MatchDecorator({
    regexp: hiddenCharacters(),
    decoration: (match) => Decoration.replace({ widget: new Chip(nameOf(match[0])) }),
  }),
);

export const escapes: Extension = matching(
  new MatchDecorator({
    regexp: /\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])/g,
    decoration: Decoration.mark({ class: "e" }),
  }),
);
