/** What one does with captures of the list: pin, note, delete and take it back, copy, compare. */
import type { Session } from "./session.svelte";
import { heir, placeOf } from "./list";

/** Pins what is selected; unpins it where all of it is pinned that the list has loaded. */
export async function pin(session: Session): Promise<void> {
  const { backend, captures, opened, selection } = session;
  const ids = selection.ids(opened.id);
  const pinned = !ids.every((id) => isPinned(session, id));
  await session.attempt(async () => {
    await backend.rpc("captures.pin", { ids, pinned });
    captures.alter(new Set(ids), { pinned });
    await opened.refresh();
  });
}

export function isPinned({ captures, opened }: Session, id: number): boolean {
  const row = captures.rows[placeOf(captures.rows, id)] ?? (opened.view?.row.id === id ? opened.view.row : undefined);
  return row?.pinned ?? false;
}

/** Writes a note; an empty text removes it. */
export async function note(session: Session, id: number, text: string): Promise<void> {
  const { backend, captures, opened } = session;
  await session.attempt(async () => {
    await backend.rpc("captures.note", { id, text });
    captures.alter(new Set([id]), { note: text === "" ? null : text });
    if (opened.id === id) await opened.refresh();
  });
}

/** Deletes what is selected; the next one that stays is opened. */
export async function remove(session: Session): Promise<void> {
  const { captures, opened, removal, selection } = session;
  const ids = selection.ids(opened.id);
  if (ids.length === 0) return;
  const open = opened.id;
  const next = open === null ? undefined : heir(captures.rows, open, new Set(ids));
  await session.attempt(async () => {
    await removal.delete(ids, open);
    selection.only(null);
    if (open === null || !ids.includes(open)) return;
    if (next === undefined) opened.close();
    else session.select(next.id);
  });
}

/** Takes the last deletion back. */
export async function undo(session: Session): Promise<void> {
  await session.attempt(async () => {
    const open = await session.removal.undo();
    if (open !== null) session.select(open);
  });
}

/** Shows how the two that are selected differ, the older one first. */
export function compare(session: Session): void {
  const [older, newer] = [...session.selection.marked].sort((one, other) => one - other);
  if (older !== undefined && newer !== undefined) session.compare(older, newer);
}

export async function copyCurl(session: Session, withToken: boolean): Promise<void> {
  const { id } = session.opened;
  if (id !== null) await session.copy({ what: "capture_curl", id, with_token: withToken });
}

/** Opens the newest now, and each newer one as it comes, until another is chosen. */
export async function follow(session: Session): Promise<void> {
  session.isFollowing = !session.isFollowing;
  if (!session.isFollowing) return;
  await session.attempt(() => session.captures.showNewest());
  session.followNewest();
}
