/** How a capture's judgement and its items' verdicts look and what they are called. */
import type { CaptureRow } from "../api/gen/CaptureRow";
import type { ItemView } from "../api/gen/ItemView";
import type { Repeat } from "../api/gen/Repeat";
import type { IconName } from "../components/icons";
import { bytes, clock, counted, dated, nowUs, otherDay, type Zone } from "../text/format";
import { plain } from "../text/visible";

/** A shape, a colour class and a word: never colour alone. */
export interface Look {
  style: "accepted" | "rejected" | "verification" | "replayed" | "invalid";
  icon: IconName;
  word: string;
}

const LOOKS: Record<string, Look> = {
  accepted: { style: "accepted", icon: "check", word: "Accepted" },
  unauthenticated: { style: "rejected", icon: "x", word: "Not authenticated" },
  unrouted: { style: "rejected", icon: "x", word: "No such path" },
  wrong_method: { style: "rejected", icon: "x", word: "Wrong method" },
  invalid: { style: "invalid", icon: "alert", word: "Invalid" },
  too_large: { style: "invalid", icon: "alert", word: "Too large" },
  head_too_large: { style: "invalid", icon: "alert", word: "Head too large" },
  incomplete: { style: "invalid", icon: "alert", word: "Incomplete" },
  verification: { style: "verification", icon: "swap", word: "Verification" },
};

export function lookOf(row: Pick<CaptureRow, "fault" | "judgement" | "replay_of" | "status" | "taken_in">): Look {
  const look = LOOKS[row.judgement] ?? { style: "invalid", icon: "alert", word: row.judgement };
  if (row.fault !== null && row.status !== 200) return { style: "rejected", icon: "flag", word: "Refused by a fault rule" };
  if (row.taken_in) return { style: "accepted", icon: "shield", word: "Taken in later" };
  if (row.judgement !== "accepted" || row.replay_of === null) return look;
  return { style: "replayed", icon: "replay", word: "Replayed" };
}

/** The status as shown: no code where no answer could be sent. */
export function codeOf(row: CaptureRow): string {
  if (row.taken_in) return "in";
  return row.status === 0 ? "–" : String(row.status);
}

/** Whether its items are converted at some time. */
export function isConvertible(row: CaptureRow): boolean {
  return row.judgement === "accepted";
}

/** What came out, in two words at most; empty for a handshake. */
export function outcome(row: CaptureRow): string {
  if (row.judgement === "verification") return "";
  if (!isConvertible(row)) return "not run";
  return row.ledger === null ? "pending" : `${row.documents} out`;
}

/** The second line of a row: through which endpoint it came and from whom, or what was refused. */
export function about(row: CaptureRow): string {
  const place = row.endpoint ?? row.path;
  if (!isConvertible(row)) return `${row.method} · ${row.body_size === 0 ? place : bytes(row.body_size)}`;
  return row.who === null ? place : `${place} · ${shortName(row.who)}`;
}

/** A name as it is; of a long number its end, which tells it from others. */
export function shortName(who: string): string {
  return /^\d{7,}$/.test(who) ? `…${who.slice(-4)}` : who;
}

/** `retry 1`, `duplicate 2 with other content`. */
export function repeatName(repeat: Repeat | null): string {
  if (repeat === null) return "duplicate";
  return `${repeat.retry ? "retry" : "duplicate"} ${repeat.nth}${repeat.conflict ? " with other content" : ""}`;
}

/** A row as a sentence, for those who hear it. */
export function sentence(row: CaptureRow, zone: Zone): string {
  const out = isConvertible(row) && row.ledger !== null ? `${counted(row.documents, "message")} out` : outcome(row);
  const said = [
    lookOf(row).word,
    row.status === 0 ? "not answered" : String(row.status),
    row.fault ?? "",
    row.self_test ? "self-test" : "",
    plain(row.title),
    row.who === null ? "" : plain(row.who),
    dated(clock(row.received_us, zone), otherDay(row.received_us, nowUs(), zone)),
    out,
    row.replay_of === null ? "" : row.taken_in ? `was refused as ${row.replay_of}` : `replay of ${row.replay_of}`,
    row.duplicate ? repeatName(row.repeat) : "",
    row.pinned ? "pinned" : "",
    row.note === null ? "" : `note: ${plain(row.note)}`,
  ];
  return said.filter((part) => part !== "").join(", ");
}

/** Lane of an item (from 0): 1 to 6 where it yields output, 0 where not. */
export function laneOf(item: ItemView, index: number): number {
  return item.outputs.length > 0 ? (index % 6) + 1 : 0;
}

/** Classes of an item's square, card and lines. */
export function itemClass(item: ItemView, index: number): string {
  const state = { skipped: " is-skip", unknown: " is-unknown", failed: " is-failed" }[item.verdict ?? ""] ?? "";
  return `l${laneOf(item, index)}${state}`;
}

/** `item 3, Read receipt, skipped`. */
export function itemName(item: ItemView, index: number): string {
  const outcome = item.verdict === "converted" ? `converted to ${counted(item.outputs.length, "message")}` : (item.verdict ?? "not converted yet");
  return `Item ${index + 1}, ${item.title}, ${outcome}`;
}
