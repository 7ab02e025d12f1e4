/** A capture with all of its items. They come in parts, so that no answer holds up the window. */
import type { Backend } from "../api/backend";
import type { CaptureView } from "../api/gen/CaptureView";
import type { ItemView } from "../api/gen/ItemView";

/** What is on its way. */
export interface Coming {
  /** Told how many items are here, and of how many. */
  onpart?: (items: number, all: number) => void;
  /** Whether nobody waits for it any more: then what is here is the answer. */
  isStale?: () => boolean;
}

export async function wholeView(backend: Backend, id: number, coming: Coming = {}): Promise<CaptureView> {
  return withRest(backend, await backend.rpc("captures.get", { id }), coming);
}

/** The rest of the items after the first ones. */
export async function withRest(backend: Backend, first: CaptureView, coming: Coming = {}): Promise<CaptureView> {
  const { onpart, isStale } = coming;
  const left = first.items_left ?? 0;
  if (left === 0) return first;
  const all = first.items.length + left;
  const items: ItemView[] = [...first.items];
  while (items.length < all && isStale?.() !== true) {
    onpart?.(items.length, all);
    const part = await backend.rpc("captures.items", { id: first.row.id, from: items.length });
    if (part.length === 0) break;
    // It was converted meanwhile: one half from before and one from after would be neither.
    if ((part[0]?.verdict === null) !== (items[0]?.verdict === null)) return wholeView(backend, first.row.id, coming);
    items.push(...part);
  }
  return { ...first, items, items_left: all - items.length };
}
