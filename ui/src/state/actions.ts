/**
 * Every action of the window: one table that the keyboard, the palette, the sheet on `?` and remapping read.
 *
 * To add one, add a row to the file of its area in `actions/`: `list.ts`, `panes.ts`, `quality.ts`, `trust.ts` or
 * `window.ts`. Nothing else is needed. What only a component can do goes through its region: the row says `regions.act("value.copy")` and the
 * component answers in the `act` of the handle it registers.
 */
import { LIST } from "./actions/list";
import { PANES } from "./actions/panes";
import { QUALITY } from "./actions/quality";
import { TRUST } from "./actions/trust";
import { WINDOW } from "./actions/window";
import { caps, isSingle, keysOf } from "./keys";
import type { Session } from "./session.svelte";

/** The headings of the sheet, in its order. */
export const GROUPS = ["Move", "List", "Capture", "Fixtures", "Panes", "Window"] as const;
export type Group = (typeof GROUPS)[number];

export interface Action {
  /** Never changes: the user's own keys are stored under it. */
  id: string;
  /** Sentence case, a plain verb. */
  title: string;
  group: Group;
  /**
   * Its keys as `combo` in `keys.ts` names them, alternatives separated by a space: `J`, `Shift+J`, `/`, `Mod+K`,
   * `Alt+ArrowLeft`. `Mod` is Ctrl, or Cmd. What has neither `Mod` nor `Alt` is a single key: it rests while one types.
   */
  keys?: string;
  /** More words to find it by in the palette. */
  words?: string;
  /** Left out of the palette: a step that makes sense under the fingers only. */
  isStep?: boolean;
  /** Whether it can be done now; if not, its key is left to the browser. Without it, always. */
  when?: (session: Session) => boolean;
  run: (session: Session) => void;
}

export const ACTIONS: readonly Action[] = [...LIST, ...PANES, ...QUALITY, ...TRUST, ...WINDOW];

export function isPossible(action: Action, session: Session): boolean {
  return action.when?.(session) ?? true;
}

const BY_ID: ReadonlyMap<string, Action> = new Map(ACTIONS.map((action) => [action.id, action]));

/** The combinations that an action (by its id) has now: its own, or those the user gave it. */
export function keysFor(id: string, { prefs }: Session): string[] {
  const action = BY_ID.get(id);
  return action === undefined ? [] : keysOf(action, prefs.keys).filter((keys) => prefs.singleKeys || !isSingle(keys));
}

/** A tooltip with the action's first key: `Settings (Ctrl ,)`. */
export function hint(id: string, session: Session, text: string): string {
  const [keys] = keysFor(id, session);
  return keys === undefined ? text : `${text} (${caps(keys).join(" ")})`;
}
