/** The regions of the window that keys move between. */

export type Region = "list" | "raw" | "decoded" | "output";

/** In the order of the keys `0` to `3`. */
export const REGIONS: readonly Region[] = ["list", "raw", "decoded", "output"];

/** What a region can be asked to do. */
export interface RegionHandle {
  focus(): void;
  /** Moves by one: a row, a line, a card. */
  step(delta: 1 | -1): void;
  /** Opens its search, where it has one. */
  find?(): void;
}

export class Regions {
  /** Where the focus is, or was last. */
  current = $state<Region>("list");

  readonly #handles = new Map<Region, RegionHandle>();

  /** Makes a region known. The answer forgets it. */
  register(region: Region, handle: RegionHandle): () => void {
    this.#handles.set(region, handle);
    return () => {
      if (this.#handles.get(region) === handle) this.#handles.delete(region);
    };
  }

  focus(region: Region): void {
    this.current = region;
    this.#handles.get(region)?.focus();
  }

  step(delta: 1 | -1): void {
    this.#handles.get(this.current)?.step(delta);
  }

  /** Whether the region had a search to open. */
  find(): boolean {
    const handle = this.#handles.get(this.current);
    handle?.find?.();
    return handle?.find !== undefined;
  }
}
