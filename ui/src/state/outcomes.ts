/** How the outcome of a fixture looks and what it is called, and which fixtures a filter shows. */
import type { FixtureGrid } from "../api/gen/FixtureGrid";
import type { FixtureRow } from "../api/gen/FixtureRow";
import type { IconName } from "../components/icons";
import { counted } from "../text/format";

/** In the order in which they ask for attention. */
export const OUTCOMES = ["failed", "changed", "new", "passed"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface OutcomeLook {
  icon: IconName;
  tone: "ok" | "warn" | "bad" | "dim";
  /** For one fixture: `Passed`. */
  word: string;
}

const LOOKS: Record<string, OutcomeLook> = {
  passed: { icon: "check", tone: "ok", word: "Passed" },
  changed: { icon: "diff", tone: "warn", word: "Changed" },
  new: { icon: "minus", tone: "dim", word: "No golden" },
  failed: { icon: "x", tone: "bad", word: "Failed" },
};

export function outcomeLook(outcome: string): OutcomeLook {
  return LOOKS[outcome] ?? { icon: "clock", tone: "dim", word: "Not checked" };
}

/** Whether a row is shown: every word stands somewhere in it, in any case. */
export function isMatch(row: FixtureRow, text: string, only: Outcome | null): boolean {
  if (only !== null && row.outcome !== only) return false;
  const said = [row.name, row.title, row.channel, row.why, ...row.fields, ...row.tags.map((tag) => `#${tag}`)].join("\n").toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => said.includes(word));
}

/** `34 passed, 2 changed, 1 failed, 1 without golden`. */
export function tallyOf({ passed, changed, failed, new: fresh }: FixtureGrid): string {
  return `${passed} passed, ${changed} changed, ${failed} failed, ${fresh} without golden`;
}

/** A row as a sentence, for those who hear it. */
export function fixtureSentence(row: FixtureRow): string {
  const said = [row.name, row.title === row.name ? "" : row.title, outcomeLook(row.outcome).word, row.why, counted(row.items, "item"), `${counted(row.documents, "message")} out`];
  return said.filter((part) => part !== "").join(", ");
}

/** How one document compares. */
export type DocumentState = "same" | "differs" | "missing" | "extra" | "new";

/** A square of the grid, for one document or for many. */
export interface Cell {
  icon: IconName;
  state: DocumentState;
  word: string;
  count: number;
}

const CELLS: Record<string, Omit<Cell, "count">> = {
  same: { icon: "check", state: "same", word: "as expected" },
  differs: { icon: "diff", state: "differs", word: "differs" },
  missing: { icon: "minus", state: "missing", word: "expected, not there" },
  extra: { icon: "plus", state: "extra", word: "there, not expected" },
  new: { icon: "minus", state: "new", word: "nothing expected yet" },
};

/** Squares that stand beside each other; of more documents there is one for each state. */
const MOST = 5;

/** A square for each document of a fixture. */
export function cellsOf({ documents, outputs }: FixtureRow): Cell[] {
  const cells = outputs.flatMap((output) => (CELLS[output] === undefined ? [] : [{ ...CELLS[output], count: 1 }]));
  if (cells.length <= MOST && documents <= MOST) return cells;
  return Object.values(CELLS).flatMap((cell) => {
    const told = cells.filter(({ state }) => state === cell.state).length;
    // Those beyond what the host tells one by one count to the first.
    const rest = cell.state === cells[0]?.state ? Math.max(documents - cells.length, 0) : 0;
    return told === 0 ? [] : [{ ...cell, count: told + rest }];
  });
}
