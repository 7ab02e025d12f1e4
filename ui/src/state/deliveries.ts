/** Which captures belong together with one, in words: who was first, who is a retry, a replay, or the same in other bytes. */
import type { CaptureRow } from "../api/gen/CaptureRow";
import type { Delivery } from "../api/gen/Delivery";
import { bytes, spacing } from "../text/format";
import { type Look, lookOf } from "./judgement";

export interface DeliveryWords {
  delivery: Delivery;
  /** `first delivery`, `retry 1`, `replay`, `taken in`. */
  lineage: string;
  /** Since the one before: `+60.4 s`; empty for the first. */
  after: string;
  /** How its body differs from that of the open capture. */
  body: string;
  isChanged: boolean;
  isThis: boolean;
}

/** Whether the bodies are the same, byte for byte, and it was not sent from here. */
function isSameBody({ relation, changed }: Delivery, row: CaptureRow): boolean {
  return relation === "retry" || (relation === "original" && changed === null) || (relation === "this" && row.replay_of === null);
}

export function deliveryWords(deliveries: readonly Delivery[], row: CaptureRow): DeliveryWords[] {
  const sent = deliveries.filter((delivery) => isSameBody(delivery, row));
  return deliveries.map((delivery) => {
    const isThis = delivery.relation === "this";
    const nth = sent.indexOf(delivery);
    const own = nth < 0 ? "" : nth > 0 ? `retry ${nth}` : "first delivery";
    const others: Record<string, string> = { original: "original", replay: "replay", taken_in: "taken in", same_events: "same events", this: row.taken_in ? "taken in" : "replay" };
    const body = isThis ? bytes(row.body_size) : (delivery.changed ?? "same bytes");
    return {
      delivery,
      lineage: own === "" ? (others[delivery.relation] ?? delivery.relation.replaceAll("_", " ")) : own,
      after: delivery.spacing_us === null ? "" : `+${spacing(delivery.spacing_us)}`,
      body,
      isChanged: !isThis && delivery.changed !== null,
      isThis,
    };
  });
}

/** How its answer looks. What was let in and yet answered wrong was spoilt by a fault rule. */
export function answerOf({ delivery, lineage }: DeliveryWords): Look {
  const { judgement, status } = delivery;
  const fault = judgement === "accepted" && status >= 400 ? "Answered wrong by a fault rule." : null;
  return lookOf({ judgement, replay_of: lineage === "replay" ? 0 : null, status, fault, taken_in: lineage === "taken in" });
}

/** Which retry a capture is, and of which; `null` where it is none. */
export function retryOf(deliveries: readonly Delivery[], row: CaptureRow): { nth: number; first: number } | null {
  if (row.replay_of !== null) return null;
  const sent = deliveries.filter((delivery) => isSameBody(delivery, row));
  const nth = sent.findIndex(({ relation }) => relation === "this");
  const [first] = sent;
  return nth > 0 && first !== undefined ? { nth, first: first.capture } : null;
}
