/** The shares of the three panes while a splitter moves. */

export type Split = [number, number, number];

/** Least widths of the panes and the width of both gutters (px). */
const LEAST: Split = [280, 260, 300];
const GUTTERS = 40;

/** The split after a gutter (0 or 1) moved by `pixels` in panes that are `width` pixels wide. */
export function moveSplit(split: Split, gutter: 0 | 1, pixels: number, width: number): Split {
  const room = width - GUTTERS;
  const total = split[0] + split[1] + split[2];
  if (room <= 0) return split;
  const sizes = split.map((share) => (share / total) * room) as Split;
  const left = gutter;
  const right = gutter === 0 ? 1 : 2;
  const most = Math.max(sizes[right] - LEAST[right], 0);
  const least = Math.min(LEAST[left] - sizes[left], 0);
  const moved = Math.min(Math.max(pixels, least), most);
  sizes[left] += moved;
  sizes[right] -= moved;
  return sizes.map(Math.round) as Split;
}

/** How much of the panes lies before a gutter, in percent. */
export function percentBefore(split: Split, gutter: 0 | 1): number {
  const total = split[0] + split[1] + split[2];
  const before = gutter === 0 ? split[0] : split[0] + split[1];
  return (before / total) * 100;
}
