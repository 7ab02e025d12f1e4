/** How the room of the panes is used just now, and what lies over them: nothing here outlives the window. */
import type { Address } from "../text/address";
import type { Frame } from "./frame.svelte";
import type { Region } from "./regions.svelte";

/** A value to be shown whole. */
export interface Whole {
  /** What it is called: its label or its pointer. */
  title: string;
  /** What it says, and what it looked like: both the same unless it is a string of JSON. */
  text: string;
  raw: string;
  pointer: string | null;
}

/** An address that may be opened outside of the window. */
export interface Outside {
  /** What it is called: its label or its pointer. */
  title: string;
  address: Address;
}

/** A word on what was just done, in the foot of a pane. */
export interface Note {
  region: Region;
  text: string;
}

/** How long a note stays (ms). */
const NOTED = 2500;

export class Layout {
  /** The pane that was given the room of all three. */
  maximised = $state<Region | null>(null);
  /** The pane that is shown where there is room for one. */
  only = $state<Region>("raw");
  whole = $state.raw<Whole | null>(null);
  /** Asked for, and not opened before it was read. */
  outside = $state.raw<Outside | null>(null);
  note = $state.raw<Note | null>(null);

  readonly #frame: Frame;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  /** The pane that is seen alone. */
  get alone(): Region | null {
    return this.maximised ?? (this.#frame.isTiny ? this.only : null);
  }

  /** Gives a pane all the room, or gives it back. */
  toggle(region: Region): void {
    this.maximised = this.maximised === region ? null : region;
  }

  say(region: Region, text: string): void {
    this.note = { region, text };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.note = null), NOTED);
  }
}
