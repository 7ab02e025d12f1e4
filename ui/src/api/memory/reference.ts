/** Some pages of the reference, in the form that the host sends them. */
import type { ReferencePage } from "../gen/ReferencePage";

export function referencePages(): ReferencePage[] {
  return [
    {
      id: "messages",
      kind: "field",
      title: "Message",
      means: "A person wrote to the Page.",
      does: "Each part becomes a `message_created` document: the text, then each attachment.",
      why: "It is a new message of the conversation.",
      properties: [
        { name: "message.mid", type: "string", unit: null, meaning: "The id of the message", deprecated: false },
        { name: "message.seq", type: "number", unit: null, meaning: "Its number in the conversation", deprecated: true },
        { name: "timestamp", type: "number", unit: "ms", meaning: "When it was sent", deprecated: false },
      ],
    },
    {
      id: "message_reads",
      kind: "field",
      title: "Read receipt",
      means: "The person read everything up to the `watermark`.",
      does: "Skipped by `rule/read_receipt`.",
      why: "Nothing new was said.",
      properties: [{ name: "read.watermark", type: "number", unit: "ms", meaning: "Everything up to this moment was read", deprecated: false }],
    },
    { id: "rule/read_receipt", kind: "rule", title: "Read receipts are skipped", means: "", does: "No document is made.", why: "A read receipt never creates a message.", properties: [] },
    { id: "unknown", kind: "term", title: "An unknown item", means: "No key of it is known.", does: "Its bytes are kept.", why: "Facebook adds events now and then.", properties: [] },
  ];
}
