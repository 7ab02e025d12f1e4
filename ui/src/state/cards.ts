/** What can be asked of the cards as text: where a word stands, and what they say when copied. */
import type { Fact } from "../api/gen/Fact";
import type { ItemView } from "../api/gen/ItemView";
import { itemName } from "./judgement";
import { linkText } from "./links";

/** A place in the cards, from 0; a fact of -1 is the card itself, and the links follow the facts. */
export interface Place {
  item: number;
  fact: number;
}

/** Links of a card that are shown before it is asked for the rest. */
export const LINKS = 6;

/** How many stops a card has besides itself: its facts, then its links. */
export function stops({ facts, links }: ItemView): number {
  return facts.length + links.length;
}

/** What a place says, and where that stands in the body. */
export function valueAt(item: ItemView, { item: index, fact }: Place): { text: string; pointer: string | null } {
  const chosen = item.facts[fact];
  if (chosen !== undefined) return { text: chosen.value, pointer: chosen.pointer };
  const link = item.links[fact - item.facts.length];
  if (link !== undefined) return { text: link.id ?? linkText(link), pointer: null };
  return { text: cardText(item, index), pointer: item.pointer };
}

/** The places that hold a word, in their order; case does not matter. */
export function found(items: readonly ItemView[], word: string): Place[] {
  const wanted = word.toLowerCase();
  if (wanted === "") return [];
  const has = (...texts: (string | null)[]): boolean => texts.some((text) => text?.toLowerCase().includes(wanted) === true);
  return items.flatMap((card, item) => {
    const places = card.facts.flatMap(({ label, value, note }, fact) => (has(label, value, note) ? [{ item, fact }] : []));
    const links = card.links.flatMap((link, index) => (has(linkText(link), link.id) ? [{ item, fact: card.facts.length + index }] : []));
    const isCard = has(card.title, card.field, card.verdict, card.rule, card.reason, card.at, card.pointer, card.identity, ...card.unread);
    return [...(isCard ? [{ item, fact: -1 }] : []), ...places, ...links];
  });
}

/** The place so many steps further: over the cards and the stops of those that are not folded. */
export function stepped(items: readonly ItemView[], from: Place, delta: 1 | -1, isFolded: (item: number) => boolean): Place {
  const last = (item: number): number => (isFolded(item) || items[item] === undefined ? -1 : stops(items[item]) - 1);
  const fact = from.fact + delta;
  if (fact >= -1 && fact <= last(from.item)) return { item: from.item, fact };
  const item = from.item + delta;
  if (item < 0 || item >= items.length) return from;
  return { item, fact: delta > 0 ? -1 : last(item) };
}

function line({ label, value, note, deprecated }: Fact): string {
  const notes = [note, deprecated ? "deprecated" : null].filter((part) => part !== null).join(", ");
  return `  ${label}: ${value}${notes === "" ? "" : ` (${notes})`}`;
}

/** A card as lines of text. */
export function cardText(item: ItemView, index: number): string {
  const lines = [itemName(item, index), ...item.facts.map(line)];
  if (item.identity !== null) lines.push(`  Identity: ${item.identity}`);
  lines.push(...item.links.map((link) => `  ${linkText(link)}`));
  if (item.unread.length > 0) lines.push(`  Not read: ${item.unread.join(", ")}`);
  if (item.reason !== null && item.verdict !== "converted") lines.push(`  ${item.reason}${item.rule === null ? "" : ` [${item.rule}]`}`);
  return [...lines, `  at ${item.pointer === "" ? "the whole body" : item.pointer}`].join("\n");
}
