/** Long work on the window's only thread, in slices, so that it stays awake. */

/** Milliseconds of work before the window gets its turn. */
const SLICE = 12;

/** Runs `work` to its end at once. */
export function runNow<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Runs a first slice of `work`; `undefined` where that is not all of it. What is short needs no wait. */
export function runAtOnce<T>(work: Generator<void, T>): T | undefined {
  const since = performance.now();
  while (performance.now() - since < SLICE) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
  return undefined;
}

/** Runs `work` to its end, pausing every few milliseconds. Where `isStale` says so at a pause, it stops and answers `null`. */
export async function runInSlices<T>(work: Generator<void, T>, isStale: () => boolean): Promise<T | null> {
  let since = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < SLICE) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (isStale()) return null;
    since = performance.now();
  }
}
