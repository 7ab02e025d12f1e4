/** New captures that the list does not show yet: counted, so that nothing moves under the eyes. */
import type { CaptureRow } from "../api/gen/CaptureRow";

export class Waiting {
  count = $state(0);
  /** `count` is a lower bound. */
  isLeast = $state(false);
  /** The highest id that was counted. */
  newest = 0;

  readonly #ids = new Set<number>();

  /** Counts those that were not counted before; answers them. */
  add(rows: readonly CaptureRow[], isLeast: boolean): CaptureRow[] {
    const fresh = rows.filter((row) => !this.#ids.has(row.id));
    for (const row of fresh) this.#ids.add(row.id);
    this.newest = Math.max(this.newest, fresh[0]?.id ?? 0);
    this.count = this.#ids.size;
    this.isLeast ||= isLeast;
    return fresh;
  }

  clear(): void {
    this.#ids.clear();
    this.newest = 0;
    this.count = 0;
    this.isLeast = false;
  }
}
