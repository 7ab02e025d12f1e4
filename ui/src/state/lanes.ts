/** Where the items lie in the shown text of a body. */
import type { ItemView } from "../api/gen/ItemView";
import type { Lane } from "../components/code/lanes";
import type { JsonText } from "../text/jsontext";
import { toUtf16 } from "../text/utf8";
import { plain } from "../text/visible";
import { itemClass } from "./judgement";

/** One lane an item, in the order of the items; `laidOut` where the text is not shown as it came. */
export function lanesIn(items: readonly ItemView[], body: { bytes: Uint8Array; text: string }, laidOut: JsonText | null): Lane[] {
  const ends = toUtf16(
    body.bytes,
    body.text,
    items.flatMap((item) => item.range),
  );
  const place = (offset: number): number => laidOut?.locate(offset) ?? offset;
  return items.map((item, index) => ({
    from: place(ends[index * 2] ?? 0),
    to: place((ends[index * 2 + 1] ?? 1) - 1) + 1,
    style: itemClass(item, index),
  }));
}

/** Lanes of which those of other verdicts than the one looked at step back. */
export function quieted(lanes: readonly Lane[], items: readonly ItemView[], only: string | null): Lane[] {
  return lanes.map((lane, index) => (only === null || items[index]?.verdict === only ? lane : { ...lane, isQuiet: true }));
}

/** Where the items lie in the body itself, in bytes, in the order of the items. */
export function byteLanes(items: readonly ItemView[]): Lane[] {
  return items.map((item, index) => ({ from: item.range[0], to: item.range[1], style: itemClass(item, index) }));
}

/** What the folds of the items are called, by where the items start. */
export function partsOf(items: readonly ItemView[], lanes: readonly Lane[]): Map<number, string> {
  return new Map(items.map((item, index) => [lanes[index]?.from ?? 0, item.kind === "unknown" ? plain(item.title) : item.kind]));
}
