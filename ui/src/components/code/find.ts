/** The search bar of an editor: plain text, next and previous, closed by Esc. */
import { closeSearchPanel, findNext, findPrevious, search, SearchQuery, setSearchQuery } from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import type { EditorView, Panel } from "@codemirror/view";

function button(text: string, name: string, onclick: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.ariaLabel = name;
  element.onclick = onclick;
  return element;
}

function createPanel(view: EditorView): Panel {
  const dom = document.createElement("div");
  dom.className = "find";
  const field = document.createElement("input");
  field.setAttribute("main-field", "true");
  field.placeholder = "Find";
  field.ariaLabel = "Find in this pane";
  field.oninput = () => view.dispatch({ effects: setSearchQuery.of(new SearchQuery({ search: field.value, literal: true })) });
  field.onkeydown = (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      (event.shiftKey ? findPrevious : findNext)(view);
    } else if (event.key === "Escape") {
      closeSearchPanel(view);
      view.focus();
    }
  };
  const close = (): void => {
    closeSearchPanel(view);
    view.focus();
  };
  dom.append(
    field,
    button("Previous", "Previous match", () => findPrevious(view)),
    button("Next", "Next match", () => findNext(view)),
    button("Close", "Close search", close),
  );
  return { dom, top: true, mount: () => field.select() };
}

export const find: Extension = search({ top: true, createPanel });
