/** A document and what was expected of it as two texts to be laid over each other: what is ignored is the same in both. */
import type { Difference } from "../api/gen/Difference";
import type { JsonText } from "./jsontext";
import { pretty } from "./pretty";
import { runNow } from "./slices";
import { tokenOf } from "./values";

export interface Sides {
  expected: string;
  actual: string;
  /** The text of `actual` as JSON. */
  json: JsonText | null;
  /** Where in `actual` something is ignored, and why; ascending. */
  ignored: { offset: number; reason: string }[];
}

/** A document that is only on one side is a text beside an empty one. */
export function sidesOf(expected: string | null, actual: string | null, differences: readonly Difference[]): Sides {
  const [left, right] = [expected, actual].map((document) => (document === null ? null : runNow(pretty(document))));
  const json = right ?? null;
  const ignored = differences.flatMap(({ pointer, ignored: reason }) => {
    const token = reason === null || json === null ? null : tokenOf(json, pointer);
    return token === null || json === null || reason === null ? [] : [{ pointer, offset: json.start(token), reason }];
  });
  return {
    expected: left == null ? (expected ?? "") : withActual(left, json, ignored.map(({ pointer }) => pointer)),
    actual: json?.text ?? actual ?? "",
    json,
    ignored: ignored.map(({ offset, reason }) => ({ offset, reason })).sort((one, other) => one.offset - other.offset),
  };
}

/** What was expected, with the values at some pointers as they are. */
function withActual(expected: JsonText, actual: JsonText | null, pointers: readonly string[]): string {
  const places = pointers.flatMap((pointer) => {
    const [mine, theirs] = [tokenOf(expected, pointer), actual === null ? null : tokenOf(actual, pointer)];
    if (mine === null || theirs === null || actual === null) return [];
    return [{ from: expected.start(mine), to: expected.end(expected.lastOf(mine)), text: actual.text.slice(actual.start(theirs), actual.end(actual.lastOf(theirs))) }];
  });
  let text = expected.text;
  for (const { from, to, text: now } of places.sort((one, other) => other.from - one.from)) text = text.slice(0, from) + now + text.slice(to);
  return text;
}
