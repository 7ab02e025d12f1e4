/** What can be done with the open capture and in its panes and drawer. */
import type { Action } from "../actions";
import type { Session } from "../session.svelte";

const isOpen = ({ opened }: Session): boolean => opened.view !== null;
const hasItems = ({ opened }: Session): boolean => (opened.view?.items.length ?? 0) > 0;
const hasOutputs = ({ opened }: Session): boolean => opened.outputs.length > 0;

export const PANES: readonly Action[] = [
  { id: "item.next", title: "Next item in all panes", group: "Move", keys: "Shift+J", isStep: true, when: hasItems, run: ({ opened }) => opened.goToItem(opened.item + 1) },
  { id: "item.previous", title: "Previous item in all panes", group: "Move", keys: "Shift+K", isStep: true, when: hasItems, run: ({ opened }) => opened.goToItem(opened.item - 1) },
  { id: "output.next", title: "Next output", group: "Move", keys: "]", isStep: true, when: hasOutputs, run: ({ opened }) => opened.goToOutput(opened.output + 1) },
  { id: "output.previous", title: "Previous output", group: "Move", keys: "[", isStep: true, when: hasOutputs, run: ({ opened }) => opened.goToOutput(opened.output - 1) },
  { id: "capture.replay", title: "Replay", group: "Capture", keys: "R", words: "send again", when: isOpen, run: (session) => void session.replay() },
  { id: "pane.find", title: "Find in the pane", group: "Panes", keys: "Mod+F", words: "search", when: ({ regions }) => regions.canFind, run: ({ regions }) => regions.find() },
  { id: "pane.wrap", title: "Wrap lines", group: "Panes", keys: "W", run: ({ prefs }) => (prefs.wrap = !prefs.wrap) },
  { id: "pane.view", title: "Pretty or Exact", group: "Panes", keys: "V", words: "raw view", run: ({ prefs }) => (prefs.rawView = prefs.rawView === "pretty" ? "exact" : "pretty") },
];
