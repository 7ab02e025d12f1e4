/** The signs of where the values of a document came from. */
import type { OriginView } from "../api/gen/OriginView";
import type { LineMark, MarkOf } from "../components/code/marks";
import type { JsonText } from "../text/jsontext";
import { tokenOf } from "../text/values";

export interface OriginSign {
  sign: string;
  word: string;
}

/** In the order of the legend. */
export const SIGNS: readonly OriginSign[] = [
  { sign: "=", word: "copied" },
  { sign: "ƒ", word: "derived" },
  { sign: "§", word: "settings" },
  { sign: "#", word: "assigned" },
  { sign: "↶", word: "history" },
  { sign: "·", word: "fixed" },
];

const PLACES: Record<string, number> = { setting: 2, allocated: 3, history: 4, constant: 5 };

/** The place of an origin in `SIGNS`. */
export function signOf({ kind, words }: OriginView): number {
  return PLACES[kind] ?? (words.startsWith("Copied") ? 0 : 1);
}

/** How many leaves there are of each sign. */
export function tally(origins: readonly OriginView[]): number[] {
  const counts = SIGNS.map(() => 0);
  for (const origin of origins) counts[signOf(origin)] = (counts[signOf(origin)] ?? 0) + 1;
  return counts;
}

/** The sign beside each line of a document: of its leaf, and where it holds several, of all where they are the same. */
export function originMarks(json: JsonText, origins: readonly OriginView[]): MarkOf {
  const marks: LineMark[] = SIGNS.map(({ sign, word }) => ({ sign, style: "", title: word }));
  const places = origins.flatMap((origin) => {
    const token = tokenOf(json, origin.pointer);
    return token === null ? [] : { at: json.start(token), sign: signOf(origin) };
  });
  return (from, to) => {
    const inside = new Set(places.filter(({ at }) => at >= from && at < to).map(({ sign }) => sign));
    const [only] = inside;
    return inside.size === 1 && only !== undefined ? (marks[only] ?? null) : null;
  };
}
