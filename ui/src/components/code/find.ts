/** The search bar of an editor: plain text, found while typing, next and previous, closed by Esc. */
import { closeSearchPanel, findNext, findPrevious, getSearchQuery, search, SearchQuery, setSearchQuery } from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import { EditorView, type Panel, type ViewUpdate } from "@codemirror/view";
import { count } from "../../text/format";

/** Matches that are counted. */
const COUNTED = 1000;

function button(text: string, name: string, onclick: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.ariaLabel = name;
  element.onclick = onclick;
  return element;
}

/** `3 of 17`: the match that is selected among all. */
function tally({ state }: EditorView): string {
  const query = getSearchQuery(state);
  if (query.search === "") return "";
  const { from, to } = state.selection.main;
  const cursor = query.getCursor(state);
  let all = 0;
  let current = 0;
  for (let next = cursor.next(); next.done !== true; next = cursor.next()) {
    all += 1;
    if (next.value.from === from && next.value.to === to) current = all;
    if (all === COUNTED) return `${count(COUNTED)}+`;
  }
  if (all === 0) return "none";
  return current === 0 ? count(all) : `${count(current)} of ${count(all)}`;
}

/** Selects the first match from the cursor on, or from the top. */
function showFirst(view: EditorView, query: SearchQuery): void {
  const { from } = view.state.selection.main;
  let match = query.getCursor(view.state, from).next();
  if (match.done === true) match = query.getCursor(view.state, 0, from).next();
  if (match.done === true) return;
  const { value } = match;
  view.dispatch({ selection: { anchor: value.from, head: value.to }, effects: EditorView.scrollIntoView(value.from, { y: "center" }) });
}

function createPanel(view: EditorView): Panel {
  const dom = document.createElement("div");
  dom.className = "find";
  const field = document.createElement("input");
  field.setAttribute("main-field", "true");
  field.placeholder = "Find";
  field.ariaLabel = "Find in this pane";
  const found = document.createElement("span");
  found.className = "count";
  found.role = "status";
  const show = (): void => {
    found.textContent = tally(view);
  };
  field.oninput = () => {
    const query = new SearchQuery({ search: field.value, literal: true });
    view.dispatch({ effects: setSearchQuery.of(query) });
    if (query.valid) showFirst(view, query);
    show();
  };
  const close = (): void => {
    closeSearchPanel(view);
    view.focus();
  };
  field.onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") close();
    else (event.shiftKey ? findPrevious : findNext)(view);
  };
  dom.append(
    field,
    found,
    button("Previous", "Previous match", () => findPrevious(view)),
    button("Next", "Next match", () => findNext(view)),
    button("Close", "Close search", close),
  );
  const update = (change: ViewUpdate): void => {
    if (change.selectionSet) show();
  };
  return { dom, top: true, update, mount: () => field.select() };
}

export const find: Extension = search({ top: true, createPanel });
