/** The keyboard map: from a key that is pressed to the action that it stands for. */
import type { Action } from "./actions";

/** What is read of a keyboard event. */
export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  getModifierState?: (name: "CapsLock") => boolean;
}

/** The keys that the user gave to actions instead of their own, by action; an empty text switches one off. */
export type OwnKeys = Readonly<Record<string, string>>;

/** What each combination does. */
export type Keymap = ReadonlyMap<string, Action>;

const MODIFIERS: readonly string[] = ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "Dead", "Process", "Unidentified"];
/** Moving, opening, closing: these work everywhere in the same way and stand for nothing else. */
const RESERVED: readonly string[] = ["Tab", "Enter", "Escape", "Space", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];

/**
 * The name of what was pressed: `J`, `Shift+J`, `?`, `Mod+K`, `Alt+ArrowLeft`; `null` for a modifier alone.
 *
 * A letter is named as on its cap, whatever Caps Lock says. Of other signs the layout decides whether they need Shift.
 */
export function combo(event: Key): string | null {
  const { key } = event;
  if (MODIFIERS.includes(key)) return null;
  const isLetter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  const isCapital = isLetter && key !== key.toLowerCase() && event.getModifierState?.("CapsLock") !== true;
  const hasShift = isLetter ? event.shiftKey || isCapital : event.shiftKey && key.length > 1;
  const modifiers = [(event.ctrlKey || event.metaKey) && "Mod+", event.altKey && "Alt+", hasShift && "Shift+"];
  const name = key === " " ? "Space" : isLetter ? key.toUpperCase() : key;
  return modifiers.filter((part) => part !== false).join("") + name;
}

/** Whether it works outside text fields only. */
export function isSingle(keys: string): boolean {
  return !/^(Mod|Alt)\+/.test(keys);
}

/** Whether an action may have it. */
export function isFree(keys: string): boolean {
  return !RESERVED.includes(keys.replace(/^Shift\+/, ""));
}

/** The combinations of an action. */
export function keysOf(action: Action, own: OwnKeys): string[] {
  return (own[action.id] ?? action.keys ?? "").split(" ").filter((keys) => keys !== "");
}

/** `own` with other keys for an action; `null` gives it back those it had at first. */
export function withKeys(own: OwnKeys, action: Action, keys: string | null): OwnKeys {
  const { [action.id]: _, ...rest } = own;
  return keys === null || keys === (action.keys ?? "") ? rest : { ...rest, [action.id]: keys };
}

/** The map of some actions. Where two want the same keys, the one whose keys the user chose has them, else the first. */
export function keymap(actions: readonly Action[], own: OwnKeys, hasSingle: boolean): Keymap {
  const map = new Map<string, Action>();
  const isOwn = ({ id }: Action): boolean => own[id] !== undefined;
  for (const action of [...actions.filter(isOwn), ...actions.filter((action) => !isOwn(action))]) {
    for (const keys of keysOf(action, own)) {
      if (!map.has(keys) && (hasSingle || !isSingle(keys))) map.set(keys, action);
    }
  }
  return map;
}

/** Who else wants the keys of an action. */
export function rivals(actions: readonly Action[], own: OwnKeys, action: Action): { keys: string; other: Action }[] {
  return keysOf(action, own).flatMap((keys) => actions.filter((other) => other.id !== action.id && keysOf(other, own).includes(keys)).map((other) => ({ keys, other })));
}

/** What a key does; `null` where it does nothing. Single keys do nothing while `isTyping`. */
export function actionOf(map: Keymap, key: Key, isTyping: boolean): Action | null {
  const pressed = combo(key);
  if (pressed === null || (isTyping && !pressed.startsWith("Mod+"))) return null;
  return map.get(pressed) ?? null;
}

const CAPS: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", Delete: "Del", " ": "Space" };

/** A combination as key caps: `Mod+K` is `Ctrl` and `K`. */
export function caps(keys: string, isMac = /^Mac/.test(navigator.platform)): string[] {
  const parts = keys.match(/Mod(?=\+)|Alt(?=\+)|Shift(?=\+)|(?<=^|\+)(?!(?:Mod|Alt|Shift)\+).+$/g) ?? [];
  return parts.map((part) => (part === "Mod" ? (isMac ? "⌘" : "Ctrl") : (CAPS[part] ?? part)));
}

/** A combination as ARIA names it: `Mod+K` is `Control+K`. */
export function ariaKeys(keys: string): string {
  return keys.replace(/^Mod\+/, "Control+");
}

/** Whether a key pressed on this element belongs to a text field. */
export function isTextField(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}
