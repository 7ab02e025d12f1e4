/** What became of each value of a body: it reaches a document, it was decoded only, or nothing read it. */
import type { CaptureView } from "../api/gen/CaptureView";
import { hiddenMembers } from "../text/hidden";
import type { JsonText } from "../text/jsontext";
import { Kind } from "../text/tokens";
import { tokenOf } from "../text/values";

export const enum Use {
  None,
  Output,
  Decoded,
  Unread,
}

/** Tokens between two pauses. */
const PAUSE = 1 << 15;

export interface Usage {
  /** A `Use` for every token of the body; of keys it is that of their values. */
  of: Uint8Array;
  /** How many values (that hold no others) there are of each `Use`. */
  counts: readonly [number, number, number, number];
  /** The tokens where a topmost value starts that nothing read, ascending. */
  unread: number[];
}

/** Yields now and then, so that it can be sliced. `starts` says at which token each item starts. */
export function* usage(view: CaptureView, json: JsonText, starts: readonly number[]): Generator<void, Usage> {
  const of = new Uint8Array(json.length);
  const unread: number[] = [];
  const find = (pointer: string, item: number | null): number | null => {
    const base = item === null ? undefined : view.items[item]?.pointer;
    const isInside = base !== undefined && base !== "" && pointer.startsWith(base);
    return isInside ? tokenOf(json, pointer.slice(base.length), starts[item ?? 0]) : tokenOf(json, pointer);
  };
  const fill = (token: number | null, use: Use): void => {
    if (token === null) return;
    const key = json.kind(token - 1) === Kind.Colon ? token - 2 : token;
    of.fill(use, key, json.lastOf(token) + 1);
    if (use === Use.Unread) unread.push(token);
  };
  for (const pointer of view.unread) fill(find(pointer, null), Use.Unread);
  for (let item = 0; item < view.items.length; item += 1) {
    if (item % 64 === 63) yield;
    for (const pointer of view.items[item]?.unread ?? []) fill(find(pointer, item), Use.Unread);
    for (const pointer of view.items[item]?.used ?? []) fill(find(pointer, item), Use.Output);
  }
  // What a later member of the same name hides has no pointer, so the host cannot list it.
  const hidden = yield* hiddenMembers(json);
  for (const token of hidden.toSorted((a, b) => a - b)) if (of[token] !== Use.Unread) fill(token, Use.Unread);
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  for (let token = 0; token < json.length; token += 1) {
    if (token % PAUSE === PAUSE - 1) yield;
    if (json.kind(token) !== Kind.Value || json.isKey(token)) continue;
    const use = of[token] === Use.None ? Use.Decoded : (of[token] ?? Use.Decoded);
    of[token] = use;
    counts[use as Use] += 1;
  }
  return { of, counts, unread: unread.toSorted((a, b) => a - b) };
}

/** What became of what a stretch of the text holds: the best of it. Looks at so many tokens at most. */
export function useWithin({ of }: Usage, json: JsonText, from: number, to: number, most = 4096): Use {
  let best = Use.None;
  const first = Math.max(json.tokenAt(from), 0);
  for (let token = first; token < json.length && token < first + most && json.start(token) < to; token += 1) {
    if (json.start(token) < from || json.kind(token) !== Kind.Value || json.isKey(token)) continue;
    const use: Use = of[token] ?? Use.None;
    if (use === Use.Output) return use;
    if (use !== Use.None && (best === Use.None || use < best)) best = use;
  }
  return best;
}
