/** Fuzzy matching of short names: the letters of the query in their order, the closer together the better. */

export interface Match {
  /** The higher the better; comparable within one query only. */
  score: number;
  /** Ranges of the text that matched: start, end (exclusive). */
  ranges: [number, number][];
}

const isStart = (text: string, at: number): boolean => at === 0 || /[\s\-_./:,(]/.test(text[at - 1] ?? "");

/** Where each word of the query stands in the text, or `null` where one does not. An empty query matches everything. */
export function fuzzy(query: string, text: string): Match | null {
  const lower = text.toLowerCase();
  const ranges: [number, number][] = [];
  let score = 0;
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const match = whole(word, lower) ?? scattered(word, lower);
    if (match === null) return null;
    score += match.score;
    ranges.push(...match.ranges);
  }
  // Of two equally good ones the shorter says more exactly what was asked for.
  return { score: score - text.length / 100, ranges: merged(ranges) };
}

/** The word in one piece, best where a word of the text starts. */
function whole(word: string, lower: string): Match | null {
  let best: Match | null = null;
  for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
    const score = word.length * 4 + (at === 0 ? 4 : 0) + (isStart(lower, at) ? 8 : 0);
    if (best === null || score > best.score) best = { score, ranges: [[at, at + word.length]] };
  }
  return best;
}

/** Its letters in their order; each must follow the one before or start a word. */
function scattered(word: string, lower: string, from = 0): Match | null {
  const first = word[0];
  if (first === undefined) return { score: 0, ranges: [] };
  for (let at = lower.indexOf(first, from); at >= 0; at = lower.indexOf(first, at + 1)) {
    const follows = at === from && from > 0;
    if (!follows && !isStart(lower, at)) continue;
    const rest = scattered(word.slice(1), lower, at + 1);
    if (rest !== null) return { score: 1 + (isStart(lower, at) ? 1 : 0) + rest.score, ranges: [[at, at + 1], ...rest.ranges] };
  }
  return null;
}

function merged(ranges: [number, number][]): [number, number][] {
  const out: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

/** The text in pieces, those that matched marked. */
export function marked(text: string, ranges: readonly [number, number][]): { text: string; isMatch: boolean }[] {
  const out: { text: string; isMatch: boolean }[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (from > at) out.push({ text: text.slice(at, from), isMatch: false });
    out.push({ text: text.slice(from, to), isMatch: true });
    at = to;
  }
  if (at < text.length) out.push({ text: text.slice(at), isMatch: false });
  return out;
}
