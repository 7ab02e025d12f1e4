/** The steps in which the window is drawn larger or smaller (percent). */
const STEPS = [80, 90, 100, 110, 125, 150, 175, 200] as const;

/** The next step from `percent`; at an end it stays. */
export function zoomed(percent: number, delta: 1 | -1): number {
  return (delta > 0 ? STEPS.find((step) => step > percent) : STEPS.findLast((step) => step < percent)) ?? percent;
}
