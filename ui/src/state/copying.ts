/** What copying does in every pane: the whole value, its pointer, and a word that it was done. */
import { counted } from "../text/format";
import { byteLength } from "../text/utf8";
import { textOf } from "../text/values";
import { plain } from "../text/visible";
import type { Region } from "./regions.svelte";
import type { Session } from "./session.svelte";

/** A value of a pane: as it came, and where it stands. */
export interface Value {
  raw: string;
  pointer: string | null;
}

/** Copies what a value says. */
export async function copyValue(session: Session, region: Region, value: Value): Promise<void> {
  const text = textOf(value.raw);
  if (await session.copy({ what: "text", text })) session.layout.say(region, `Copied ${counted(byteLength(text), "byte")}`);
}

/** Copies the pointer of a value. */
export async function copyPointer(session: Session, region: Region, { pointer }: Value): Promise<void> {
  if (pointer === null) session.layout.say(region, "It has no pointer");
  else if (await session.copy({ what: "text", text: pointer })) session.layout.say(region, `Copied ${pointer === "" ? "the pointer of the whole document: empty" : plain(pointer)}`);
}

/** Shows a value of JSON whole. */
export function showWhole(session: Session, value: Value): void {
  session.layout.whole = { title: value.pointer === null || value.pointer === "" ? "Whole value" : plain(value.pointer), text: textOf(value.raw), raw: value.raw, pointer: value.pointer };
}

/** Does an action on the value that a pane is at; answers whether it was one of these. */
export function actOn(session: Session, region: Region, action: string, value: Value | null): boolean {
  if (action !== "value.copy" && action !== "pointer.copy" && action !== "value.show") return false;
  if (value === null) session.layout.say(region, "No value here");
  else if (action === "value.copy") void copyValue(session, region, value);
  else if (action === "pointer.copy") void copyPointer(session, region, value);
  else showWhole(session, value);
  return true;
}
