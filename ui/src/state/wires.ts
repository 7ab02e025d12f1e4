/** The connectors between the panes, as paths: along the value's line to the edge of its pane, in a curve over the gutter. */
import type { Spot } from "../components/code/tracing";

/** More connectors than this show nothing. */
const MOST = 24;

export interface Wire {
  path: string;
  /** One end is hidden in something. */
  isInner: boolean;
}

/** The right edge of Raw, both edges of Decoded, and the left edge of Output (px). */
export type Edges = readonly [number, number, number, number];

/** Nothing where they would be too many. What starts a line leads to the pane's edge; what ends one begins at it. */
export function wires(raw: readonly Spot[], cards: readonly Spot[], leaves: readonly Spot[], edges: Edges): Wire[] {
  if (raw.length * cards.length + cards.length * leaves.length > MOST) return [];
  const [rawEnd, cardsStart, cardsEnd, outputStart] = edges;
  const found: Wire[] = [];
  const straight = (x: number, to: number, { y, isInner }: Spot): void => {
    if (x < to) found.push({ path: `M${round(x)} ${round(y)}H${round(to)}`, isInner });
  };
  if (cards.length > 0) for (const from of raw) straight(from.right, rawEnd, from);
  for (const card of cards) {
    for (const from of raw) found.push(curve(rawEnd, from, cardsStart, card));
    if (raw.length > 0) straight(cardsStart, card.left ?? cardsStart, card);
    if (leaves.length > 0) straight(card.right, cardsEnd, card);
    for (const leaf of leaves) found.push(curve(cardsEnd, card, outputStart, leaf));
  }
  return found;
}

function curve(x1: number, from: Spot, x2: number, to: Spot): Wire {
  const [a, b] = [round(from.y), round(to.y)];
  const middle = round((x1 + x2) / 2);
  return { path: `M${round(x1)} ${a}C${middle} ${a} ${middle} ${b} ${round(x2)} ${b}`, isInner: from.isInner || to.isInner };
}

/** On the middle of a pixel, where a thin line is sharp. */
function round(pixels: number): number {
  return Math.round(pixels) + 0.5;
}
