/** What one does with fixtures, replays and samples: each step as the keys, the palette and the buttons take it. */
import { tick } from "svelte";
import type { FixtureRow } from "../api/gen/FixtureRow";
import type { Saved } from "../api/gen/Saved";
import { undo as undoRemoval } from "./curate";
import type { Source } from "./replayform";
import type { Session } from "./session.svelte";

/** Goes to the fixtures. */
export async function showFixtures(session: Session): Promise<void> {
  const { fixtures, golden, opened, regions } = session;
  if (fixtures.isShown) return;
  session.conversations.isShown = false;
  fixtures.isShown = true;
  if (!opened.isFixture) {
    opened.close();
    golden.forget();
  }
  await session.attempt(() => fixtures.load());
  await tick();
  if (!isInTabs()) regions.focus(fixtures.view === null ? "raw" : "output");
}

/** Whether the focus is on the tabs that lead here: there it stays. */
export function isInTabs(): boolean {
  return document.activeElement?.closest("[role=tablist]") != null;
}

/** Goes back to the captures, to the one that was open. */
export async function showCaptures(session: Session): Promise<void> {
  const { conversations, fixtures, opened } = session;
  if (!fixtures.isShown && !conversations.isShown) return;
  conversations.isShown = false;
  await leaveFixtures(session);
  if (opened.id !== null) await session.attempt(async () => void (await session.captures.showCapture(opened.id ?? 0)));
  await tick();
  if (!isInTabs()) session.regions.focus("list");
}

/** The panes show captures again. */
export async function leaveFixtures(session: Session): Promise<void> {
  const { fixtures, opened } = session;
  if (!fixtures.isShown) return;
  fixtures.isShown = false;
  forgetUnread(session);
  opened.close();
  session.golden.forget();
  await session.pull();
}

/** That another fixture could not be read is no news any more. */
function forgetUnread(session: Session): void {
  if (session.fault?.code === "bad_fixture") session.fault = null;
}

/** Shows a fixture in the panes, its differences first where there are some. */
export async function openFixture(session: Session, name: string): Promise<void> {
  const { fixtures, frame, golden, regions } = session;
  const wasOpen = fixtures.view !== null;
  session.sent = null;
  const isDone = await session.attempt(() => fixtures.open(name));
  if (!isDone) return;
  forgetUnread(session);
  if (wasOpen) return;
  golden.show(fixtures.view?.row.outcome === "changed" ? "diff" : "actual");
  await tick();
  regions.focus(frame.sidebar === "rail" ? "output" : "list");
}

export async function stepFixture(session: Session, delta: number): Promise<void> {
  await session.attempt(() => session.fixtures.step(delta));
}

/** Back to the grid. */
export async function closeFixture({ fixtures, golden, opened, regions }: Session): Promise<void> {
  fixtures.close();
  opened.close();
  golden.forget();
  await tick();
  regions.focus("raw");
}

export async function runAll(session: Session): Promise<void> {
  await showFixtures(session);
  await session.attempt(() => session.fixtures.run());
}

/** Which fixtures are about to be accepted. */
export function acceptable({ fixtures, golden }: Session, isAll: boolean): FixtureRow[] {
  if (isAll) return fixtures.changed;
  const name = golden.of?.fixture ?? null;
  if (!fixtures.isShown) return (fixtures.grid?.rows ?? []).filter((row) => row.name === name);
  const row = fixtures.view?.row ?? fixtures.row;
  return row === undefined ? [] : [row];
}

/** Accepts what the panes show, or what is chosen: at once where nothing is expected yet, else after a look at what changes. */
export async function accept(session: Session): Promise<void> {
  const { fixtures, golden, opened } = session;
  if (!fixtures.isShown) {
    if (golden.of?.fixture == null) return save(session);
    if (fixtures.grid === null) await session.attempt(() => fixtures.load());
  }
  const rows = acceptable(session, false);
  const [row] = rows;
  if (row === undefined || row.outcome === "passed") return;
  fixtures.candidates = rows;
  if (row.outcome === "new") return acceptNow(session);
  if (row.outcome === "failed" && !opened.isFixture) return;
  session.overlay = "accept";
}

/** Looks at all that changed and is shown, to accept it at once. */
export function acceptAll(session: Session): void {
  const rows = acceptable(session, true);
  if (rows.length === 0) return;
  session.fixtures.candidates = rows;
  session.overlay = "accept";
}

export async function acceptNow(session: Session): Promise<void> {
  const { fixtures, golden, opened } = session;
  await session.attempt(async () => {
    await fixtures.accept(fixtures.candidates);
    if (!fixtures.isShown && opened.id !== null) await golden.lookUp(opened.id);
  });
  const [left] = fixtures.left;
  if (left !== undefined) session.fault = { code: "left", message: `${left.name} was not accepted: ${left.why}`, hint: null };
}

/** Leaves what differs in the shown document out of the comparison from now on. */
export async function ignore(session: Session): Promise<void> {
  const { fixtures, golden, opened } = session;
  const name = golden.of?.fixture ?? null;
  const pointers = golden.differencesOf(golden.at).flatMap(({ ignored, pointer }) => (ignored === null && pointer !== "" ? pointer : []));
  if (name === null || pointers.length === 0) return;
  await session.attempt(async () => {
    await fixtures.ignore(name, pointers);
    if (!fixtures.isShown && opened.id !== null) await golden.lookUp(opened.id);
  });
}

/** Takes back what was done last: a deletion, a save, an accept. */
export async function undo(session: Session): Promise<void> {
  const { fixtures, golden, opened, removal } = session;
  const isNewer = (fixtures.undoable?.at ?? -1) >= (removal.last?.at ?? -1);
  if (fixtures.undoable === null || !isNewer) return undoRemoval(session);
  await session.attempt(async () => {
    await fixtures.undo();
    if (!fixtures.isShown && opened.id !== null) await golden.lookUp(opened.id);
  });
}

/** Begins to save the open capture as a fixture. */
export function save(session: Session): void {
  const { id } = session.opened;
  if (id === null) return;
  session.overlay = "save";
  void session.saving.begin(id);
}

/** Begins a replay of what is selected, or open. */
export function edit(session: Session): void {
  const source = sourceOf(session);
  session.overlay = "replay";
  void session.attempt(() => session.replaying.begin(source));
}

export function sourceOf({ fixtures, opened, selection }: Session): Source {
  if (fixtures.isShown) {
    const name = fixtures.view?.row.name ?? fixtures.chosen;
    return { kind: "fixtures", names: name === null ? [] : [name] };
  }
  const ids = selection.ids(opened.id).sort((one, other) => one - other);
  return ids.length === 0 ? { kind: "text" } : { kind: "captures", ids };
}

export function openSamples(session: Session): void {
  session.overlay = "sample";
  void session.attempt(() => session.making.load());
}

/** A fixture was written: it can be taken back for a while, and the panes compare with it. */
export async function saved(session: Session, { name, undo }: Saved): Promise<void> {
  const { fixtures, golden, opened } = session;
  fixtures.mayUndo(undo, `Saved as ${name}`);
  await session.attempt(async () => {
    await fixtures.load();
    if (opened.id !== null) await golden.lookUp(opened.id);
  });
}
