/** What the user chose about the look: kept on this machine, in the window's own storage. */
import type { Zone } from "../text/format";

export type Theme = "system" | "light" | "dark";
export type RawView = "pretty" | "exact";

interface Stored {
  theme: Theme;
  zone: Zone;
  wrap: boolean;
  rawView: RawView;
  /** Shares of the three panes. */
  split: [number, number, number];
}

const KEY = "triptych.view";
const DEFAULT: Stored = { theme: "system", zone: "utc", wrap: true, rawView: "pretty", split: [384, 320, 396] };

export class Prefs {
  #stored = $state<Stored>(load());
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  #systemIsDark = $state(this.#dark.matches);

  constructor() {
    this.#dark.addEventListener("change", () => {
      this.#systemIsDark = this.#dark.matches;
      this.#applyTheme();
    });
    this.#applyTheme();
  }

  get theme(): Theme {
    return this.#stored.theme;
  }

  set theme(theme: Theme) {
    this.#stored.theme = theme;
    this.#applyTheme();
    this.#save();
  }

  get zone(): Zone {
    return this.#stored.zone;
  }

  set zone(zone: Zone) {
    this.#stored.zone = zone;
    this.#save();
  }

  get wrap(): boolean {
    return this.#stored.wrap;
  }

  set wrap(wrap: boolean) {
    this.#stored.wrap = wrap;
    this.#save();
  }

  get rawView(): RawView {
    return this.#stored.rawView;
  }

  set rawView(view: RawView) {
    this.#stored.rawView = view;
    this.#save();
  }

  get split(): [number, number, number] {
    return this.#stored.split;
  }

  set split(split: [number, number, number]) {
    this.#stored.split = split;
    this.#save();
  }

  resetSplit(): void {
    this.split = [...DEFAULT.split];
  }

  #applyTheme(): void {
    const { theme } = this.#stored;
    const isDark = theme === "system" ? this.#systemIsDark : theme === "dark";
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
  }

  #save(): void {
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#stored));
    } catch {
      // Without storage the choice lasts as long as the window.
    }
  }
}

function load(): Stored {
  try {
    return { ...DEFAULT, ...checked(JSON.parse(localStorage.getItem(KEY) ?? "{}")) };
  } catch {
    return { ...DEFAULT };
  }
}

/** What is stored may be of another version: only what fits is taken. */
function checked(stored: Partial<Stored>): Partial<Stored> {
  const fit: Partial<Stored> = {};
  if (stored.theme === "light" || stored.theme === "dark") fit.theme = stored.theme;
  if (stored.zone === "local") fit.zone = stored.zone;
  if (stored.rawView === "exact") fit.rawView = stored.rawView;
  if (typeof stored.wrap === "boolean") fit.wrap = stored.wrap;
  const { split } = stored;
  if (Array.isArray(split) && split.length === 3 && split.every((share) => Number.isFinite(share) && share > 0)) fit.split = split;
  return fit;
}
