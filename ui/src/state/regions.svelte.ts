/** The regions of the window that keys move between. */
import { tick } from "svelte";

export type Region = "list" | "raw" | "decoded" | "output" | "drawer";

/** In the order of the keys `0` to `4`. */
export const REGIONS: readonly Region[] = ["list", "raw", "decoded", "output", "drawer"];

/** What a region can be asked to do. */
export interface RegionHandle {
  focus(): void;
  /** Moves by one: a row, a line, a card. */
  step(delta: 1 | -1): void;
  /** Opens its search, where it has one. */
  find?(): void;
  /** Shows a place of the text it was made from (UTF-16 units). */
  reveal?(offset: number): void;
  /** Goes to the first value that is traced there. Answers whether there is one. */
  goToTraced?(): boolean;
  /** Does an action (by its id) that is its own: what it knows best. Answers whether it could. */
  act?(action: string): boolean;
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

  has(region: Region): boolean {
    return this.#handles.has(region);
  }

  focus(region: Region): void {
    this.current = region;
    this.#handles.get(region)?.focus();
    void this.#settle(region);
  }

  /** Some panes show a reason instead of what takes the focus: keys lead into them all the same. */
  async #settle(region: Region): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) await tick();
    const pane = document.querySelector(`[data-pane="${region}"]`);
    const isElsewhere = (): boolean => pane !== null && this.current === region && !pane.contains(document.activeElement);
    // A pane that gets its room together with the focus could not take it before.
    if (isElsewhere()) this.#handles.get(region)?.focus();
    if (pane === null || !isElsewhere()) return;
    const first = pane.querySelector<HTMLElement>(".pane-body :is([tabindex='0'], button)") ?? pane.querySelector<HTMLElement>(".pane-head [aria-pressed='true']");
    first?.focus({ focusVisible: true });
  }

  step(delta: 1 | -1): void {
    this.#handles.get(this.current)?.step(delta);
  }

  /** Whether the current region has a search to open. */
  get canFind(): boolean {
    return this.#handles.get(this.current)?.find !== undefined;
  }

  find(): void {
    this.#handles.get(this.current)?.find?.();
  }

  reveal(region: Region, offset: number): void {
    this.#handles.get(region)?.reveal?.(offset);
  }

  goToTraced(region: Region): boolean {
    return this.#handles.get(region)?.goToTraced?.() ?? false;
  }

  /** Asks a region, else the current one, to do an action that is its own. Answers whether it could. */
  act(action: string, region: Region = this.current): boolean {
    return this.#handles.get(region)?.act?.(action) ?? false;
  }
}
