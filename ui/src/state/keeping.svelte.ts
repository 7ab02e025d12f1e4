/** What is kept and for how long: the limits, what they hold now, and what may be entered for them. */
import { toApiError, type Backend } from "../api/backend";
import type { RetentionView } from "../api/gen/RetentionView";
import type { SetRetention } from "../api/gen/SetRetention";

export type Limit = keyof SetRetention;

/** A limit as its field: what it counts, in which unit of the store's, and the most that it takes. */
export const LIMITS: readonly { name: Limit; label: string; unit: string; scale: number; most: number }[] = [
  { name: "captures", label: "Captures", unit: "captures", scale: 1, most: 1_000_000_000 },
  { name: "bytes", label: "Size", unit: "MB", scale: 1_000_000, most: 1_000_000 },
  { name: "age_days", label: "Age", unit: "days", scale: 1, most: 36_500 },
];

/** What was entered for each limit; an empty text is no limit. */
export type Entered = Record<Limit, string>;

/** Each arrival changes how much is kept; it is asked for no more often (ms). */
const PAUSE = 5000;

/** How much of the limits is used, in percent of the one that is nearest; `null` where there is none. */
export function used({ bytes, captures, kept_bytes, kept_captures }: RetentionView): number | null {
  const parts = [bytes === null ? [] : kept_bytes / bytes, captures === null ? [] : kept_captures / captures].flat();
  return parts.length === 0 ? null : Math.min(Math.round(Math.max(...parts) * 100), 100);
}

export class Keeping {
  view = $state.raw<RetentionView | null>(null);

  readonly #backend: Backend;
  #next: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.view = await this.#backend.rpc("retention.get", {});
  }

  /** Something may have changed: how much is kept is asked for soon. */
  follow(): void {
    this.#next ??= setTimeout(() => {
      this.#next = undefined;
      // What else is asked for says what is wrong.
      this.load().catch(() => undefined);
    }, this.view === null ? 0 : PAUSE);
  }

  /** Sets the limits. Answers what is wrong with them, by limit; nothing where they hold now. */
  async save(entered: Entered): Promise<Partial<Record<Limit, string>>> {
    const wrong = check(entered);
    if (Object.keys(wrong).length > 0) return wrong;
    try {
      this.view = await this.#backend.rpc("retention.set", read(entered, this.view));
      return {};
    } catch (thrown) {
      const { code, message } = toApiError(thrown);
      if (code !== "bad_retention") throw thrown;
      return { [refused(message)]: message };
    }
  }
}

/** The limits as texts for their fields, to one digit behind the point. */
export function shown(view: RetentionView | null): Entered {
  const text = (value: number | null, scale: number): string => (value === null ? "" : String(Math.round((value / scale) * 10) / 10));
  return Object.fromEntries(LIMITS.map(({ name, scale }) => [name, text(view?.[name] ?? null, scale)])) as Entered;
}

/** What was not touched stays exactly as it is. */
function read(entered: Entered, view: RetentionView | null): SetRetention {
  const before = shown(view);
  const value = (name: Limit, scale: number): number | null => {
    if (entered[name] === before[name]) return view?.[name] ?? null;
    return entered[name].trim() === "" ? null : Math.round(Number(entered[name]) * scale);
  };
  return Object.fromEntries(LIMITS.map(({ name, scale }) => [name, value(name, scale)])) as SetRetention;
}

/** What cannot be a limit, said in words. */
export function check(entered: Entered): Partial<Record<Limit, string>> {
  const wrong: Partial<Record<Limit, string>> = {};
  for (const { name, unit, scale, most } of LIMITS) {
    const text = entered[name].trim();
    const value = Number(text);
    if (text === "") continue;
    if (!/^\d+(\.\d+)?$/.test(text) || (scale === 1 && !Number.isInteger(value))) wrong[name] = `A whole number of ${unit}, or nothing for no limit.`;
    else if (value <= 0) wrong[name] = "At least 1. Leave it empty for no limit.";
    else if (value > most) wrong[name] = `At most ${most.toLocaleString("en-US")} ${unit}.`;
  }
  return wrong;
}

/** The limit that the host's refusal is about. */
function refused(message: string): Limit {
  if (/byte|size/i.test(message)) return "bytes";
  return /age|day/i.test(message) ? "age_days" : "captures";
}
