/** The drawer below the panes: open or collapsed to its tabs, and what it shows. */
import type { Frame } from "./frame.svelte";
import type { DrawerTab, Prefs } from "./prefs.svelte";

/** Least height of the open drawer (px), and most of it as a part of the window's. */
const LEAST = 120;
const MOST = 0.6;

export class Drawer {
  readonly #prefs: Prefs;
  readonly #frame: Frame;
  /** In a low window it starts collapsed, whatever was chosen in a higher one. */
  #isOpenThough = $state(false);

  constructor(prefs: Prefs, frame: Frame) {
    this.#prefs = prefs;
    this.#frame = frame;
  }

  get isOpen(): boolean {
    return this.#frame.isLow ? this.#isOpenThough : this.#prefs.hasDrawer;
  }

  set isOpen(isOpen: boolean) {
    if (this.#frame.isLow) this.#isOpenThough = isOpen;
    else this.#prefs.hasDrawer = isOpen;
  }

  get tab(): DrawerTab {
    return this.#prefs.drawerTab;
  }

  show(tab: DrawerTab): void {
    this.#prefs.drawerTab = tab;
    this.isOpen = true;
  }

  /** Height in a window of this height (px). */
  height(window: number): number {
    return Math.max(Math.min(this.#prefs.drawerHeight, Math.round(window * MOST)), LEAST);
  }

  /** Makes it higher by so many pixels. */
  grow(pixels: number, window: number): void {
    const height = this.height(window) + Math.round(pixels);
    this.#prefs.drawerHeight = Math.max(Math.min(height, Math.round(window * MOST)), LEAST);
  }

  resetHeight(): void {
    this.#prefs.reset("drawerHeight");
  }

  /** As high as it gets, or as it was at first. */
  maximise(window: number): void {
    if (this.height(window) < Math.round(window * MOST)) this.#prefs.drawerHeight = Math.round(window * MOST);
    else this.resetHeight();
  }
}
