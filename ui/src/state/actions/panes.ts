/** What can be done with the open capture and in its panes and drawer. */
import { tick } from "svelte";
import type { Action } from "../actions";
import type { DrawerTab, RawView } from "../prefs.svelte";
import type { Region } from "../regions.svelte";
import type { Session } from "../session.svelte";

const PANE_REGIONS: readonly Region[] = ["raw", "decoded", "output"];
const VIEWS: readonly RawView[] = ["pretty", "exact", "hex"];

const isOpen = ({ opened }: Session): boolean => opened.view !== null && !opened.isFixture;
const isShown = ({ opened }: Session): boolean => opened.view !== null;
const hasItems = ({ opened }: Session): boolean => (opened.view?.items.length ?? 0) > 0;
const isPane = ({ opened, regions }: Session): boolean => opened.view !== null && PANE_REGIONS.includes(regions.current);
const isRoom = (session: Session): boolean => isPane(session) || (isOpen(session) && session.regions.current === "drawer");
const hasOutputs = ({ golden, opened }: Session): boolean => opened.view !== null && golden.documents > 0;

function showTab({ drawer, regions }: Session, tab: DrawerTab): void {
  drawer.show(tab);
  regions.focus("drawer");
}

function compareWithOriginal(session: Session): void {
  const { id = 0, replay_of: original = null } = session.opened.view?.row ?? {};
  if (original !== null) session.compare(original, id);
}

/** Goes to the traced value in the next pane that shows one. */
function jump(session: Session, delta: 1 | -1): void {
  const from = PANE_REGIONS.indexOf(session.regions.current);
  const order = delta > 0 ? PANE_REGIONS.slice(from + 1) : PANE_REGIONS.slice(0, Math.max(from, 0)).toReversed();
  order.some((region) => session.regions.goToTraced(region));
}

function nextNotConverted({ opened }: Session): void {
  const items = opened.view?.items ?? [];
  const places = Array.from(items.keys(), (index) => (opened.item + 1 + index) % items.length);
  const next = places.find((index) => items[index]?.verdict !== "converted");
  if (next !== undefined) opened.goToItem(next);
}

/** The next view of Decoded where the focus is there, else of Raw. */
async function nextView({ prefs, regions }: Session): Promise<void> {
  if (regions.current === "decoded") {
    prefs.decodedView = prefs.decodedView === "cards" ? "chat" : "cards";
    // What had the focus is gone.
    await tick();
    regions.focus("decoded");
  } else prefs.rawView = VIEWS[(VIEWS.indexOf(prefs.rawView) + 1) % VIEWS.length] ?? "pretty";
}

export const PANES: readonly Action[] = [
  { id: "item.next", title: "Next item in all panes", group: "Move", keys: "Shift+J", isStep: true, when: hasItems, run: ({ opened }) => opened.goToItem(opened.item + 1) },
  { id: "item.previous", title: "Previous item in all panes", group: "Move", keys: "Shift+K", isStep: true, when: hasItems, run: ({ opened }) => opened.goToItem(opened.item - 1) },
  { id: "output.next", title: "Next output", group: "Move", keys: "]", isStep: true, when: hasOutputs, run: ({ golden }) => golden.goTo(golden.at + 1) },
  { id: "output.previous", title: "Previous output", group: "Move", keys: "[", isStep: true, when: hasOutputs, run: ({ golden }) => golden.goTo(golden.at - 1) },
  { id: "item.unconverted", title: "Next item not converted", group: "Move", keys: "X", words: "skipped unknown failed", when: ({ opened }) => opened.view?.items.some((item) => item.verdict !== "converted") ?? false, run: nextNotConverted },
  { id: "value.unread", title: "Next value not read", group: "Move", keys: "U", words: "unread grey", when: ({ trace }) => (trace.usage?.unread.length ?? 0) > 0, run: ({ regions }) => void regions.act("value.unread", "raw") },
  { id: "trace.pin", title: "Pin or release the trace", group: "Panes", keys: "T", words: "follow origin source", when: ({ trace }) => trace.pinned !== null || trace.traced !== null, run: ({ trace }) => trace.toggle() },
  { id: "trace.next", title: "Go to the traced value in the next pane", group: "Move", keys: "Alt+ArrowRight", isStep: true, when: ({ trace }) => trace.traced !== null, run: (session) => jump(session, 1) },
  { id: "trace.previous", title: "Go to the traced value in the previous pane", group: "Move", keys: "Alt+ArrowLeft", isStep: true, when: ({ trace }) => trace.traced !== null, run: (session) => jump(session, -1) },
  { id: "capture.replay", title: "Replay", group: "Capture", keys: "R", words: "send again", when: isShown, run: (session) => void session.replay() },
  { id: "pane.find", title: "Find in the pane", group: "Panes", keys: "Mod+F", words: "search", when: ({ regions }) => regions.canFind, run: ({ regions }) => regions.find() },
  { id: "pane.wrap", title: "Wrap lines", group: "Panes", keys: "W", run: ({ prefs }) => (prefs.wrap = !prefs.wrap) },
  { id: "pane.view", title: "Next view: Pretty, Exact or Hex; Cards or Chat", group: "Panes", keys: "V", words: "raw decoded conversation", run: (session) => void nextView(session) },
  { id: "pane.maximise", title: "Give a pane all the room, or give it back", group: "Panes", keys: "M", words: "maximise restore full", when: isRoom, run: ({ layout, regions }) => void (regions.act("pane.maximise") || layout.toggle(regions.current)) },
  { id: "pane.copy", title: "Copy the pane", group: "Panes", keys: "Shift+C", when: isPane, run: ({ regions }) => void regions.act("pane.copy") },
  { id: "value.copy", title: "Copy the value", group: "Panes", keys: "Y", when: isRoom, run: ({ regions }) => void regions.act("value.copy") },
  { id: "pointer.copy", title: "Copy the value's JSON pointer", group: "Panes", keys: "Shift+Y", words: "path", when: isRoom, run: ({ regions }) => void regions.act("pointer.copy") },
  { id: "value.show", title: "Show the value whole", group: "Panes", words: "long view", when: isPane, run: ({ regions }) => void regions.act("value.show") },
  { id: "value.open", title: "Open the address in the browser", group: "Panes", keys: "O", words: "url link attachment", when: isRoom, run: ({ regions }) => void regions.act("value.open") },
  { id: "item.help", title: "What is this event?", group: "Panes", keys: "H", words: "help reference field meaning", when: hasItems, run: (session) => session.explain(session.opened.view?.items[session.opened.item]?.help) },
  { id: "rule.help", title: "Why did it become this?", group: "Panes", words: "help reference rule skipped failed", when: ({ opened }) => opened.view?.items[opened.item]?.rule_help != null, run: (session) => session.explain(session.opened.view?.items[session.opened.item]?.rule_help) },
  { id: "fold.toggle", title: "Fold or unfold", group: "Panes", keys: "Z", when: isPane, run: ({ regions }) => void regions.act("fold.toggle") },
  { id: "fold.all", title: "Fold or unfold all", group: "Panes", keys: "Shift+Z", when: isPane, run: ({ regions }) => void regions.act("fold.all") },
  { id: "drawer.toggle", title: "Open or collapse the drawer", group: "Window", keys: "Mod+J", words: "details headers", when: isOpen, run: ({ drawer }) => (drawer.isOpen = !drawer.isOpen) },
  { id: "drawer.request", title: "Show request and headers", group: "Capture", when: isOpen, run: (session) => showTab(session, "request") },
  { id: "drawer.response", title: "Show the response", group: "Capture", words: "answer status", when: isOpen, run: (session) => showTab(session, "response") },
  { id: "drawer.signature", title: "Show the signature and the token", group: "Capture", words: "evidence secret", when: isOpen, run: (session) => showTab(session, "signature") },
  { id: "drawer.deliveries", title: "Show the deliveries", group: "Capture", words: "retry replay lineage duplicates", when: isOpen, run: (session) => showTab(session, "deliveries") },
  { id: "capture.back", title: "Go back to where a link was followed", group: "Capture", keys: "Backspace", when: ({ trail }) => trail.length > 0, run: (session) => session.goBack() },
  { id: "drawer.compare", title: "Compare with another capture", group: "Capture", words: "diff difference", when: isOpen, run: (session) => showTab(session, "compare") },
  { id: "compare.original", title: "Compare with the capture that it replays", group: "Capture", words: "diff parent", when: ({ opened }) => opened.view?.row.replay_of != null, run: compareWithOriginal },
];
