/** What copying does in every pane: the whole value, its pointer, and a word that it was done. */
import type { Picked } from "../components/code/editor";
import { webAddress } from "../text/address";
import { counted } from "../text/format";
import { byteLength } from "../text/utf8";
import { textOf } from "../text/values";
import { plain } from "../text/visible";
import type { Region } from "./regions.svelte";
import type { Session } from "./session.svelte";

/** A value of a pane: what it says, and where it stands. */
export interface Value {
  text: string;
  pointer: string | null;
}

/** A value of JSON text. */
export function valueOf({ raw, pointer }: Picked): Value {
  return { text: textOf(raw), pointer };
}

/** Copies what a value says. */
async function copyValue(session: Session, region: Region, { text }: Value): Promise<void> {
  if (await session.copy({ what: "text", text })) session.layout.say(region, `Copied ${counted(byteLength(text), "byte")}`);
}

async function copyPointer(session: Session, region: Region, { pointer }: Value): Promise<void> {
  if (pointer === null) session.layout.say(region, "It has no pointer");
  else if (await session.copy({ what: "text", text: pointer })) session.layout.say(region, pointer === "" ? "Copied the pointer of the whole document, which is empty" : `Copied ${plain(pointer)}`);
}

/** Shows a value of JSON whole. */
export function showWhole(session: Session, { raw, pointer }: Picked): void {
  session.layout.whole = { title: pointer === "" ? "Whole document" : plain(pointer), text: textOf(raw), raw, pointer };
}

/** Asks whether a value that is an address is to be opened: the whole of it is shown first. */
function askToOpen(session: Session, region: Region, { text, pointer }: Value): void {
  const address = webAddress(text);
  if (address === null) session.layout.say(region, "No address of the web here");
  else session.layout.outside = { title: pointer === null || pointer === "" ? "Address" : plain(pointer), address };
}

/** Does what copies or opens a value, or copies its pointer; answers whether the action was one of these. */
export function actOn(session: Session, region: Region, action: string, value: Value | null): boolean {
  if (action !== "value.copy" && action !== "pointer.copy" && action !== "value.open") return false;
  if (value === null) session.layout.say(region, "No value here");
  else if (action === "value.open") askToOpen(session, region, value);
  else void (action === "value.copy" ? copyValue : copyPointer)(session, region, value);
  return true;
}
