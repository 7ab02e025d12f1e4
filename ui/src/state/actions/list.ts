/** What can be done in the list of captures. */
import type { Action } from "../actions";

export const LIST: readonly Action[] = [
  { id: "move.next", title: "Next in the region", group: "Move", keys: "J", isStep: true, run: ({ regions }) => regions.step(1) },
  { id: "move.previous", title: "Previous in the region", group: "Move", keys: "K", isStep: true, run: ({ regions }) => regions.step(-1) },
];
