/** What can be asked of the cards as text: where a word stands, and what they say when copied. */
import type { Fact } from "../api/gen/Fact";
import type { ItemView } from "../api/gen/ItemView";
import { itemName } from "./judgement";

/** A place in the cards, from 0; a fact of -1 is the card itself. */
export interface Place {
  item: number;
  fact: number;
}

/** The places that hold a word, in their order; case does not matter. */
export function found(items: readonly ItemView[], word: string): Place[] {
  const wanted = word.toLowerCase();
  if (wanted === "") return [];
  const has = (...texts: (string | null)[]): boolean => texts.some((text) => text?.toLowerCase().includes(wanted) === true);
  return items.flatMap((card, item) => {
    const places = card.facts.flatMap(({ label, value, note }, fact) => (has(label, value, note) ? [{ item, fact }] : []));
    const isCard = has(card.title, card.field, card.verdict, card.rule, card.reason, card.at, card.pointer, ...card.unread);
    return isCard ? [{ item, fact: -1 }, ...places] : places;
  });
}

/** The place so many steps further: over the cards and the facts of those that are not folded. */
export function stepped(items: readonly ItemView[], from: Place, delta: 1 | -1, isFolded: (item: number) => boolean): Place {
  const last = (item: number): number => (isFolded(item) ? -1 : (items[item]?.facts.length ?? 0) - 1);
  const fact = from.fact + delta;
  if (fact >= -1 && fact <= last(from.item)) return { item: from.item, fact };
  const item = from.item + delta;
  if (item < 0 || item >= items.length) return from;
  return { item, fact: delta > 0 ? -1 : last(item) };
}

function line({ label, value, note }: Fact): string {
  return `  ${label}: ${value}${note === null ? "" : ` (${note})`}`;
}

/** A card as lines of text. */
export function cardText(item: ItemView, index: number): string {
  const lines = [itemName(item, index), ...item.facts.map(line)];
  if (item.unread.length > 0) lines.push(`  Not read: ${item.unread.join(", ")}`);
  if (item.reason !== null && item.verdict !== "converted") lines.push(`  ${item.reason}${item.rule === null ? "" : ` [${item.rule}]`}`);
  return [...lines, `  at ${item.pointer === "" ? "the whole body" : item.pointer}`].join("\n");
}
