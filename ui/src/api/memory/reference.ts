/** Two pages of the reference: a field with a table, and a rule. */
import type { ReferencePage } from "../gen/ReferencePage";

export const REFERENCE: ReferencePage[] = [
  {
    id: "message_reads",
    kind: "field",
    title: "Read receipt",
    means: "The customer read what the business sent: everything up to a time, the watermark.",
    does: "The watermark is shown as a time, and the event is skipped by `read_receipt`.",
    why: "It speaks of messages that are known already and brings no content.",
    properties: [
      { name: "read.watermark", type: "time", unit: "ms", meaning: "Every message sent before this time, or at it, was read.", deprecated: false },
      { name: "read.seq", type: "number", unit: null, meaning: "A number in order, of API versions before 2.x; to be ignored.", deprecated: true },
    ],
  },
  {
    id: "rule/read_receipt",
    kind: "rule",
    title: "Skipped: read receipt",
    means: "A read receipt reports that messages were seen; it carries no message.",
    does: "A `read`, with a watermark (Messenger) or a `mid` (Instagram).",
    why: "`is_read` in a document says something else: whether the newest message is the business's own.",
    properties: [],
  },
];
