/** What can be done with fixtures, golden outputs, samples and replays, and with captures as files. */
import type { Action } from "../actions";
import { accept, acceptable, acceptAll, closeFixture, edit, ignore, openFixture, openSamples, runAll, save, showCaptures, showFixtures, stepFixture } from "../quality";
import { showConversations } from "../people";
import type { Overlay, Session } from "../session.svelte";

const isFixtures = ({ fixtures }: Session): boolean => fixtures.isShown;
const isCapture = ({ fixtures, opened }: Session): boolean => !fixtures.isShown && opened.view !== null;
const hasPanes = ({ opened }: Session): boolean => opened.view !== null;

function canAccept(session: Session): boolean {
  if (!session.fixtures.isShown) return hasPanes(session) && session.golden.of?.outcome !== "passed";
  return acceptable(session, false).some(({ outcome }) => outcome === "changed" || outcome === "new");
}

/** An action that opens what lies over the window. */
function opens(overlay: Overlay, id: string, title: string, group: Action["group"], words: string): Action {
  return { id, title, group, words, run: (session) => (session.overlay = overlay) };
}

export const QUALITY: readonly Action[] = [
  { id: "place.captures", title: "Show captures", group: "List", keys: "Alt+1", words: "tab", when: ({ conversations, fixtures }) => fixtures.isShown || conversations.isShown, run: (session) => void showCaptures(session) },
  { id: "place.fixtures", title: "Show fixtures", group: "Fixtures", keys: "Alt+2", words: "tab grid golden tests", when: (session) => !isFixtures(session), run: (session) => void showFixtures(session) },
  { id: "place.conversations", title: "Show conversations", group: "List", keys: "Alt+3", words: "tab chat people customers", when: ({ conversations }) => !conversations.isShown, run: (session) => void showConversations(session) },
  { id: "fixtures.run", title: "Run all fixtures", group: "Fixtures", keys: "Shift+R", words: "check test golden", run: (session) => void runAll(session) },
  { id: "fixtures.cancel", title: "Stop the run of the fixtures", group: "Fixtures", words: "cancel", when: ({ fixtures }) => fixtures.grid?.running != null, run: (session) => void session.attempt(() => session.fixtures.cancel()) },
  { id: "fixture.open", title: "Open the chosen fixture", group: "Fixtures", words: "show panes", when: ({ fixtures }) => fixtures.isShown && fixtures.view === null && fixtures.chosen !== null, run: (session) => void openFixture(session, session.fixtures.chosen ?? "") },
  { id: "fixture.close", title: "Back to all fixtures", group: "Fixtures", words: "grid", when: ({ fixtures }) => fixtures.isShown && fixtures.view !== null, run: (session) => void closeFixture(session) },
  { id: "fixture.next", title: "Next fixture", group: "Fixtures", keys: "Alt+ArrowDown", isStep: true, when: isFixtures, run: (session) => void stepFixture(session, 1) },
  { id: "fixture.previous", title: "Previous fixture", group: "Fixtures", keys: "Alt+ArrowUp", isStep: true, when: isFixtures, run: (session) => void stepFixture(session, -1) },
  { id: "fixture.save", title: "Save as fixture", group: "Capture", keys: "S", words: "golden test pseudonyms", when: isCapture, run: save },
  { id: "golden.diff", title: "Actual, or the difference to what is expected", group: "Panes", keys: "D", words: "golden diff compare", when: hasPanes, run: ({ golden }) => golden.show(golden.shows === "diff" ? "actual" : "diff") },
  { id: "golden.expected", title: "Show the expected document", group: "Panes", words: "golden", when: hasPanes, run: ({ golden }) => golden.show("expected") },
  { id: "golden.next", title: "Next document that differs", group: "Panes", words: "golden diff", when: ({ golden }) => golden.count > 0, run: ({ golden }) => void golden.goToDifference() },
  { id: "golden.ignore", title: "Ignore what differs in this document", group: "Panes", words: "golden leave out", when: ({ golden }) => golden.differencesOf(golden.at).some(({ ignored }) => ignored === null), run: (session) => void ignore(session) },
  { id: "golden.accept", title: "Accept the output as expected", group: "Fixtures", keys: "G", words: "golden bless", when: canAccept, run: (session) => void accept(session) },
  { id: "golden.accept_all", title: "Accept all that changed", group: "Fixtures", words: "golden bless", when: (session) => isFixtures(session) && acceptable(session, true).length > 0, run: acceptAll },
  { id: "replay.edit", title: "Edit and replay", group: "Capture", keys: "E", words: "send again change times rate mix", run: edit },
  { id: "sample.make", title: "Send a sample…", group: "Window", words: "generate test message any field attachment", run: openSamples },
  opens("reconvert", "reconvert", "What would change?", "Window", "convert again today rules settings"),
  opens("report", "fixtures.report", "Write a report of the fixtures", "Fixtures", "html file share"),
  opens("folder", "fixtures.folder", "Choose the folder of the fixtures", "Fixtures", "directory path"),
  opens("export", "captures.export", "Export captures", "List", "bundle har file save"),
  opens("import", "captures.import", "Import captures", "List", "bundle body folder clipboard paste"),
];
