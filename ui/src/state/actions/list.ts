/** What can be done in the list of captures. */
import type { Action } from "../actions";
import { compare, copyCurl, follow, pin, remove } from "../curate";
import { undo } from "../quality";
import type { Session } from "../session.svelte";

const isAnySelected = ({ fixtures, opened, selection }: Session): boolean => !fixtures.isShown && selection.ids(opened.id).length > 0;
const isOfCaptures = ({ conversations, fixtures }: Session): boolean => !fixtures.isShown && !conversations.isShown;
const isOpen = ({ opened }: Session): boolean => opened.id !== null;
const isInList = (session: Session): boolean => isOfCaptures(session) && session.regions.current === "list";
const isPair = (session: Session): boolean => isOfCaptures(session) && session.selection.marked.size === 2;
/** Not while the hands are in a pane, where the same key may be meant for the text. */
const isDeletable = (session: Session): boolean => isAnySelected(session) && (isInList(session) || session.overlay === "palette");

export const LIST: readonly Action[] = [
  { id: "move.next", title: "Next in the region", group: "Move", keys: "J", isStep: true, run: ({ regions }) => regions.step(1) },
  { id: "move.previous", title: "Previous in the region", group: "Move", keys: "K", isStep: true, run: ({ regions }) => regions.step(-1) },
  { id: "filter.focus", title: "Filter the list", group: "List", keys: "/", words: "find search", run: (session) => (isOfCaptures(session) ? session.filter.focus() : void session.regions.act("filter", "list")) },
  { id: "filter.clear", title: "Clear the filter", group: "List", words: "show all", when: ({ filter }) => filter.text !== "", run: ({ filter }) => void filter.set("") },
  { id: "list.newest", title: "Go to the newest capture", group: "List", words: "top first", run: ({ regions }) => void regions.act("list.newest", "list") },
  { id: "list.oldest", title: "Go to the oldest capture", group: "List", words: "end last bottom", run: ({ regions }) => void regions.act("list.oldest", "list") },
  { id: "list.follow", title: "Follow: open the newest as it comes", group: "List", keys: "F", words: "live tail", run: (session) => void follow(session) },
  { id: "list.all", title: "Select all that is loaded", group: "List", keys: "Mod+A", isStep: true, when: isInList, run: ({ captures, selection }) => selection.all(captures.rows) },
  { id: "list.clear", title: "Select the open capture alone", group: "List", words: "clear selection", when: ({ selection }) => selection.isMany, run: ({ opened, selection }) => selection.only(opened.id) },
  { id: "list.compact", title: "Compact rows, or rows of two lines", group: "List", words: "density dense", run: ({ prefs }) => (prefs.density = prefs.density === "compact" ? "default" : "compact") },
  { id: "capture.pin", title: "Pin or unpin", group: "Capture", keys: "P", words: "keep star", when: isAnySelected, run: (session) => void pin(session) },
  { id: "capture.note", title: "Write a note", group: "Capture", keys: "N", words: "comment annotate", when: (session) => isOpen(session) && isOfCaptures(session), run: ({ regions }) => void regions.act("note", "list") },
  { id: "capture.delete", title: "Delete", group: "Capture", keys: "Delete", words: "remove", when: isDeletable, run: (session) => void remove(session) },
  { id: "capture.undo", title: "Undo", group: "Capture", keys: "Mod+Z", words: "restore deletion accept save", when: ({ fixtures, removal }) => removal.last !== undefined || fixtures.undoable !== null, run: (session) => void undo(session) },
  { id: "capture.compare", title: "Compare the two that are selected", group: "Capture", words: "diff difference", when: isPair, run: compare },
  { id: "capture.curl", title: "Copy as curl", group: "Capture", keys: "C", words: "command", when: isOpen, run: (session) => void copyCurl(session, false) },
  { id: "capture.curl_token", title: "Copy as curl with the token", group: "Capture", words: "command secret bearer", when: isOpen, run: (session) => void copyCurl(session, true) },
];
