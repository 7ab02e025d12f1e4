/** Why a capture has no output, in a headline and sentences. */
import type { CaptureView } from "../api/gen/CaptureView";
import { counted } from "../text/format";
import { isConvertible } from "./judgement";

export interface Absence {
  title: string;
  lead: string;
  /** Each with the item it is about, from 1, and the page of the reference that says more. */
  reasons: { item: number; text: string; rule: string | null; help: string }[];
}

export function absence(view: CaptureView): Absence {
  const { row, items } = view;
  if (row.judgement === "verification") return { title: "No message", lead: "A handshake creates none.", reasons: [] };
  if (!isConvertible(row)) return { title: "Not run", lead: `The request was not accepted. ${view.reason}`, reasons: [] };
  if (row.ledger === null) return { title: "Converting", lead: "The capture is stored. Its messages follow.", reasons: [] };
  if (items.length === 0) return { title: "No message", lead: "The envelope holds no item.", reasons: [] };
  const reasons = items.map((item, index) => ({ item: index + 1, text: item.reason ?? item.title, rule: item.rule, help: item.rule_help ?? item.help }));
  const { failed, unknown, skipped } = row.ledger;
  if (failed > 0) return { title: "No message: failed", lead: `${counted(failed, "item")} could not be converted.`, reasons };
  if (unknown > 0 && skipped === 0) return { title: "No message: unknown", lead: `${counted(unknown, "item")} of a shape that is not known. The bytes are kept.`, reasons };
  return { title: "No message, by rule", lead: `${counted(items.length, "item")}, none of which announces a new message.`, reasons };
}
