/** The keyboard map: from a key to what it means, without the window. */
import type { Region } from "./regions.svelte";
import { REGIONS } from "./regions.svelte";

export type Action =
  | { do: "focus"; region: Region }
  | { do: "step"; delta: 1 | -1 }
  | { do: "item"; delta: 1 | -1 }
  | { do: "output"; delta: 1 | -1 }
  | { do: "replay" }
  | { do: "wrap" }
  | { do: "view" }
  | { do: "find" }
  | { do: "setup" };

/** What is read of a keyboard event. */
export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const SINGLE: Record<string, Action> = {
  j: { do: "step", delta: 1 },
  k: { do: "step", delta: -1 },
  J: { do: "item", delta: 1 },
  K: { do: "item", delta: -1 },
  "]": { do: "output", delta: 1 },
  "[": { do: "output", delta: -1 },
  r: { do: "replay" },
  w: { do: "wrap" },
  v: { do: "view" },
};

const WITH_CTRL: Record<string, Action> = {
  f: { do: "find" },
  ",": { do: "setup" },
};

/** What a key does; `null` where it does nothing. Single keys do nothing while `isTyping`. */
export function actionOf(key: Key, isTyping: boolean): Action | null {
  if (key.ctrlKey || key.metaKey) return key.altKey ? null : (WITH_CTRL[key.key] ?? null);
  if (key.altKey || isTyping) return null;
  const region = /^[0-3]$/.test(key.key) ? REGIONS[Number(key.key)] : undefined;
  return region === undefined ? (SINGLE[key.key] ?? null) : { do: "focus", region };
}

/** Whether a key pressed on this element belongs to a text field. */
export function isTextField(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}
