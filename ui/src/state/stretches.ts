/** The items of a large batch as stretches of one verdict, so that a bar can show them. */
import type { ItemView } from "../api/gen/ItemView";

export type Outcome = "failed" | "unknown" | "pending" | "skipped" | "converted";

export interface Stretch {
  /** From 0, `to` excluded. */
  from: number;
  to: number;
  verdict: Outcome;
}

/** What stands out first: one failed item among a thousand converted ones must be seen. */
const WORST: readonly Outcome[] = ["failed", "unknown", "pending", "skipped", "converted"];

function outcome(item: ItemView | undefined): Outcome {
  return WORST.find((verdict) => verdict === item?.verdict) ?? "pending";
}

/** At most `most` stretches in the order of the items; each says the worst of what it holds. */
export function stretches(items: readonly ItemView[], most: number): Stretch[] {
  const parts = Math.min(items.length, Math.floor(most));
  const found: Stretch[] = [];
  for (let part = 0; part < parts; part += 1) {
    const from = Math.floor((part * items.length) / parts);
    const to = Math.floor(((part + 1) * items.length) / parts);
    const inside = new Set(items.slice(from, to).map(outcome));
    const verdict = WORST.find((candidate) => inside.has(candidate)) ?? "pending";
    const last = found.at(-1);
    if (last?.verdict === verdict) last.to = to;
    else found.push({ from, to, verdict });
  }
  return found;
}
