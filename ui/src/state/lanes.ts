/** Where the items lie in the shown text of a body. */
import type { ItemView } from "../api/gen/ItemView";
import type { Lane } from "../components/code/lanes";
import type { Pretty } from "../text/pretty";
import { toUtf16 } from "../text/utf8";
import { itemClass } from "./judgement";

/** One lane an item, in the order of the items; `laidOut` where the text is not shown as it came. */
export function lanesIn(items: readonly ItemView[], body: { bytes: Uint8Array; text: string }, laidOut: Pretty | null): Lane[] {
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
