/** Looks again and again at work that is under way in the host, until it has ended or nobody looks any more. */

/** Between two looks (ms). */
const PACE = 120;

/** Calls `look` until it answers `false` or `isStale` says that nobody waits. */
export async function poll(look: () => Promise<boolean>, isStale: () => boolean): Promise<void> {
  while (!isStale() && (await look())) await new Promise((resolve) => setTimeout(resolve, PACE));
}
