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

/** How one document of a fixture compares. */
export type DocumentState = "same" | "differs" | "new" | "failed";

/** One mark for each document; of many documents one for all. */
export function cellsOf(row: FixtureRow): { state: DocumentState; count: number }[] {
  if (row.outcome === "failed" && row.documents === 0) return [{ state: "failed", count: 1 }];
  const state: DocumentState = row.outcome === "passed" ? "same" : row.outcome === "new" ? "new" : row.outcome === "failed" ? "failed" : "differs";
  if (row.documents > 6) return [{ state, count: row.documents }];
  return Array.from({ length: row.documents }, () => ({ state, count: 1 }));
}
