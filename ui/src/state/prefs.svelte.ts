/**
 * What the user chose about the window: kept on this machine, in the window's own storage.
 *
 * To add a choice, add a line to `Choices` and one to `READERS`: it is a property of `Prefs` then, and stays.
 */
import type { Zone } from "../text/format";
import type { OwnKeys } from "./keys";

export type Theme = "system" | "light" | "dark";
export type RawView = "pretty" | "exact" | "hex";
export type DecodedView = "cards" | "chat";
export type DrawerTab = "request" | "response" | "signature" | "deliveries" | "compare";
export type Density = "default" | "compact";

export interface Choices {
  theme: Theme;
  density: Density;
  zone: Zone;
  /** Percent of the drawn size, 80 to 200. */
  zoom: number;
  wrap: boolean;
  rawView: RawView;
  decodedView: DecodedView;
  /** Shares of the three panes. */
  split: [number, number, number];
  /** Whether the drawer is open. */
  hasDrawer: boolean;
  drawerTab: DrawerTab;
  /** Height of the open drawer (px). */
  drawerHeight: number;
  /** Whether two sides are compared by structure or by lines. */
  compareBy: "structure" | "text";
  /** Whether the list is shown whole where there is room for it. */
  hasList: boolean;
  /** Whether keys without Ctrl or Alt do anything. */
  singleKeys: boolean;
  keys: OwnKeys;
  /** What the list was filtered by last. */
  filter: string;
  /** Filters that were used, the last first. */
  recentFilters: string[];
  /** Actions that were chosen in the palette, the last first. */
  recentActions: string[];
  /** The capture that was open last, and the folder it is in. */
  last: { folder: string; id: number } | null;
}

/** The value of a choice out of whatever is stored: it may be of another version, or no choice at all. */
type Reader<T> = (stored: unknown) => T;

/** One of some values; the first where it is none of them. */
function oneOf<T extends string>(...values: readonly [T, ...T[]]): Reader<T> {
  return (stored) => values.find((value) => value === stored) ?? values[0];
}

function flag(fallback: boolean): Reader<boolean> {
  return (stored) => (typeof stored === "boolean" ? stored : fallback);
}

function whole(least: number, most: number, fallback: number): Reader<number> {
  return (stored) => (typeof stored === "number" && Number.isInteger(stored) && stored >= least && stored <= most ? stored : fallback);
}

function texts(most: number): Reader<string[]> {
  return (stored) => (Array.isArray(stored) ? stored.filter((text) => typeof text === "string").slice(0, most) : []);
}

/** Shares of so many panes. */
function shares<T extends number[]>(fallback: T): Reader<T> {
  return (stored) => {
    const fits = Array.isArray(stored) && stored.length === fallback.length && stored.every((share) => Number.isFinite(share) && share > 0);
    return fits ? (stored as T) : ([...fallback] as T);
  };
}

function textByName(stored: unknown): Record<string, string> {
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(Object.entries(stored).filter(([, text]) => typeof text === "string"));
}

function place(stored: unknown): Choices["last"] {
  const { folder, id } = (stored ?? {}) as { folder?: unknown; id?: unknown };
  return typeof folder === "string" && typeof id === "number" ? { folder, id } : null;
}

const READERS: { [K in keyof Choices]: Reader<Choices[K]> } = {
  theme: oneOf("system", "light", "dark"),
  density: oneOf("default", "compact"),
  zone: oneOf("utc", "local"),
  zoom: whole(80, 200, 100),
  wrap: flag(true),
  rawView: oneOf("pretty", "exact", "hex"),
  decodedView: oneOf("cards", "chat"),
  split: shares<[number, number, number]>([384, 320, 396]),
  hasDrawer: flag(true),
  drawerTab: oneOf("request", "response", "signature", "deliveries", "compare"),
  drawerHeight: whole(120, 4000, 180),
  compareBy: oneOf("structure", "text"),
  hasList: flag(true),
  singleKeys: flag(true),
  keys: textByName,
  filter: (stored) => (typeof stored === "string" ? stored : ""),
  recentFilters: texts(8),
  recentActions: texts(8),
  last: place,
};

const NAMES = Object.keys(READERS) as (keyof Choices)[];
const STORE = "triptych.view";

/** Each choice is a property: reading it is reactive, setting it keeps it. */
export interface Prefs extends Choices {}

export class Prefs {
  #chosen = $state<Choices>(load());
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  #systemIsDark = $state(this.#dark.matches);

  constructor() {
    for (const name of NAMES) {
      Object.defineProperty(this, name, {
        enumerable: true,
        get: () => this.#chosen[name],
        set: (value: never) => {
          this.#chosen[name] = value;
          this.#save();
        },
      });
    }
    this.#dark.addEventListener("change", () => (this.#systemIsDark = this.#dark.matches));
  }

  /** The theme that is drawn. */
  get drawnTheme(): "light" | "dark" {
    if (this.theme !== "system") return this.theme;
    return this.#systemIsDark ? "dark" : "light";
  }

  /** Makes a choice what it was at first. */
  reset(name: keyof Choices): void {
    this.#chosen[name] = READERS[name](undefined) as never;
    this.#save();
  }

  resetSplit(): void {
    this.reset("split");
  }

  #save(): void {
    try {
      localStorage.setItem(STORE, JSON.stringify(this.#chosen));
    } catch {
      // Without storage the choice lasts as long as the window.
    }
  }
}

function load(): Choices {
  let stored: Record<string, unknown> = {};
  try {
    stored = (JSON.parse(localStorage.getItem(STORE) ?? "{}") ?? {}) as Record<string, unknown>;
  } catch {
    // Not readable: everything is as at first.
  }
  return Object.fromEntries(NAMES.map((name) => [name, READERS[name](stored[name])])) as unknown as Choices;
}
