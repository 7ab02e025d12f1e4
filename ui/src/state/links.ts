/** What ties an event to others, in the words of its card: what it speaks of, and what speaks of it. */
import type { Link } from "../api/gen/Link";
import { cutMiddle } from "../text/format";
import { plain } from "../text/visible";

/** What a relation is called at the event that names the other, and at the other. */
const WORDS: Record<string, { outgoing: string; incoming: string }> = {
  echo_of: { outgoing: "Echo of", incoming: "Echoed by" },
  edit_of: { outgoing: "Edit of", incoming: "Edited by" },
  unsend_of: { outgoing: "Unsends", incoming: "Unsent by" },
  reaction_to: { outgoing: "Reacts to", incoming: "Reaction" },
  reply_to: { outgoing: "Replies to", incoming: "Reply" },
  story_reply_to: { outgoing: "Story", incoming: "Reply" },
  read_up_to: { outgoing: "Read up to", incoming: "Read by" },
  delivered_up_to: { outgoing: "Delivered up to", incoming: "Delivered by" },
  prior_message: { outgoing: "Follows", incoming: "Followed by" },
  feedback_on: { outgoing: "Feedback on", incoming: "Feedback" },
  same_event: { outgoing: "Came before", incoming: "Came again" },
  same_message: { outgoing: "Came before", incoming: "Came again" },
};

export interface LinkWords {
  /** `Edit of`. */
  label: string;
  /** Where it leads, or what it names: `#12, item 2`. */
  place: string;
  /** What is to be said besides; may come from outside. */
  note: string;
  /** Whether there is something to go to. */
  leads: boolean;
}

/** Characters of an id that are shown. */
const SHOWN = 24;

export function wordsOfLink(link: Link): LinkWords {
  const words = WORDS[link.relation];
  const label = (link.incoming ? words?.incoming : words?.outgoing) ?? link.relation.replaceAll("_", " ");
  if (link.capture === null) {
    const missing = link.note ?? "not in the store";
    return { label, place: link.id === null ? "unknown" : cutMiddle(link.id, SHOWN), note: missing, leads: false };
  }
  const item = link.item === null ? "" : `, item ${link.item + 1}`;
  return { label, place: `#${link.capture}${item}`, note: link.note ?? "", leads: true };
}

/** A link as a sentence, for those who hear it and for copies of the card. */
export function linkText(link: Link): string {
  const { label, place, note } = wordsOfLink(link);
  return `${label} ${plain(place)}${note === "" ? "" : ` (${plain(note)})`}`;
}
