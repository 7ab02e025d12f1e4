/** What can be done with the open capture and in its panes and drawer. */
import type { Action } from "../actions";
import type { RawView } from "../prefs.svelte";
import type { Region } from "../regions.svelte";
import type { Session } from "../session.svelte";

const PANE_REGIONS: readonly Region[] = ["raw", "decoded", "output"];
const VIEWS: readonly RawView[] = ["pretty", "exact", "hex"];

const isOpen = ({ opened }: Session): boolean => opened.view !== null;
const hasItems = ({ opened }: Session): boolean => (opened.view?.items.length ?? 0) > 0;
const isPane = ({ opened, regions }: Session): boolean => opened.view !== null && PANE_REGIONS.includes(regions.current);
const hasOutputs = ({ opened }: Session): boolean => opened.outputs.length > 0;

export const PANES: readonly Action[] = [
  { id: "item.next", title: "Next item in all panes", group: "Move", keys: "Shift+J", isStep: true, when: hasItems, run: ({ opened }) => opened.goToItem(opened.item + 1) },
  { id: "item.previous", title: "Previous item in all panes", group: "Move", keys: "Shift+K", isStep: true, when: hasItems, run: ({ opened }) => opened.goToItem(opened.item - 1) },
  { id: "output.next", title: "Next output", group: "Move", keys: "]", isStep: true, when: hasOutputs, run: ({ opened }) => opened.goToOutput(opened.output + 1) },
  { id: "output.previous", title: "Previous output", group: "Move", keys: "[", isStep: true, when: hasOutputs, run: ({ opened }) => opened.goToOutput(opened.output - 1) },
  { id: "capture.replay", title: "Replay", group: "Capture", keys: "R", words: "send again", when: isOpen, run: (session) => void session.replay() },
  { id: "pane.find", title: "Find in the pane", group: "Panes", keys: "Mod+F", words: "search", when: ({ regions }) => regions.canFind, run: ({ regions }) => regions.find() },
  { id: "pane.wrap", title: "Wrap lines", group: "Panes", keys: "W", run: ({ prefs }) => (prefs.wrap = !prefs.wrap) },
  { id: "pane.view", title: "Next view of the body", group: "Panes", keys: "V", words: "raw pretty exact hex", run: ({ prefs }) => (prefs.rawView = VIEWS[(VIEWS.indexOf(prefs.rawView) + 1) % VIEWS.length] ?? "pretty") },
  { id: "pane.maximise", title: "Give a pane all the room, or give it back", group: "Panes", keys: "M", words: "maximise restore full", when: isPane, run: ({ layout, regions }) => layout.toggle(regions.current) },
  { id: "pane.copy", title: "Copy the pane", group: "Panes", keys: "Shift+C", when: isPane, run: ({ regions }) => void regions.act("pane.copy") },
  { id: "value.copy", title: "Copy the value", group: "Panes", keys: "Y", when: isPane, run: ({ regions }) => void regions.act("value.copy") },
  { id: "pointer.copy", title: "Copy the value's JSON pointer", group: "Panes", keys: "Shift+Y", words: "path", when: isPane, run: ({ regions }) => void regions.act("pointer.copy") },
  { id: "value.show", title: "Show the value whole", group: "Panes", words: "long view", when: isPane, run: ({ regions }) => void regions.act("value.show") },
  { id: "fold.toggle", title: "Fold or unfold", group: "Panes", keys: "Z", when: isPane, run: ({ regions }) => void regions.act("fold.toggle") },
  { id: "fold.all", title: "Fold or unfold all", group: "Panes", keys: "Shift+Z", when: isPane, run: ({ regions }) => void regions.act("fold.all") },
];
