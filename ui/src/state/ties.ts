/** Which values of the body, the cards and the documents speak of one another. */
import type { CaptureView } from "../api/gen/CaptureView";
import type { OriginView } from "../api/gen/OriginView";
import type { Place as FactPlace } from "./cards";
import type { Output } from "./opened.svelte";

/**
 * A value in one of the panes: of the body by its pointer, of a card or of a document by its number from 0. Of members of
 * one name the pointer means the last; the others are hidden.
 */
export type Place =
  | { pane: "raw"; pointer: string; isHidden?: boolean }
  | { pane: "decoded"; item: number; fact: number }
  | { pane: "output"; output: number; pointer: string };

const HIDDEN = "Not read: a later member of the same name counts";

export interface Leaf {
  output: number;
  pointer: string;
}

/** A value and its counterparts, by pane, each in its order; the value itself is among those of its pane. */
export interface Traced {
  raw: string[];
  facts: FactPlace[];
  leaves: Leaf[];
  /** Each way in which the leaves came to be, once, in words; of a value that leads to none nothing. */
  words: string[];
  /** Nothing read it. */
  isUnread: boolean;
}

export class Ties {
  readonly #view: CaptureView;
  readonly #outputs: readonly Output[];
  /** The items, by their pointers. */
  readonly #items = new Map<string, number[]>();
  /** Facts of values that lie outside their item, by pointer. */
  readonly #outside = new Map<string, FactPlace[]>();
  readonly #leaves = new Map<string, (Leaf & { origin: OriginView })[]>();
  readonly #unread: ReadonlySet<string>;

  readonly #holds: (pointer: string) => boolean;

  /** `holds`: whether the value of the body at a pointer holds others. */
  constructor(view: CaptureView, outputs: readonly Output[], holds: (pointer: string) => boolean = () => false) {
    this.#holds = holds;
    this.#view = view;
    this.#outputs = outputs;
    view.items.forEach(({ pointer: own, facts }, item) => {
      add(this.#items, own, item);
      // An item that is the whole body is around every value, and found by none.
      const isInside = (pointer: string): boolean => own !== "" && `${pointer}/`.startsWith(`${own}/`);
      facts.forEach(({ pointer }, fact) => pointer !== null && !isInside(pointer) && add(this.#outside, pointer, { item, fact }));
    });
    outputs.forEach(({ view: { origins } }, output) => {
      for (const origin of origins) for (const from of origin.from) add(this.#leaves, from, { output, pointer: origin.pointer, origin });
    });
    this.#unread = new Set([...view.unread, ...view.items.flatMap((item) => item.unread)]);
  }

  /** `null` where the place holds no value that could have a counterpart. */
  of(place: Place): Traced | null {
    if (place.pane === "output") return this.#ofLeaf(place);
    if (place.pane === "raw" && place.isHidden === true) return { raw: [], facts: [], leaves: [], words: [HIDDEN], isUnread: true };
    const pointer = place.pane === "raw" ? place.pointer : this.#view.items[place.item]?.facts[place.fact]?.pointer;
    if (pointer == null) return null;
    const found = around(this.#leaves, pointer).toSorted((a, b) => a.output - b.output || Number(isMessage(b.pointer)) - Number(isMessage(a.pointer)));
    const facts = place.pane === "raw" ? this.#factsAround(pointer) : [{ item: place.item, fact: place.fact }];
    const isUnread = outward(pointer).some((outer) => this.#unread.has(outer));
    // What only holds others says nothing by itself.
    if (found.length === 0 && facts.length === 0 && !isUnread && this.#holds(pointer)) return null;
    return {
      raw: [pointer],
      facts,
      leaves: found.map(({ output, pointer: leaf }) => ({ output, pointer: leaf })),
      words: [...new Set(found.map(({ origin }) => origin.words))],
      isUnread,
    };
  }

  /** The facts of a value itself, else of the nearest value around it: no index of all facts, a batch has too many. */
  #factsAround(pointer: string): FactPlace[] {
    const places = outward(pointer);
    const owners = places.flatMap((outer) => this.#items.get(outer) ?? []);
    for (const outer of places) {
      const inside = owners.flatMap((item) => (this.#view.items[item]?.facts ?? []).flatMap((fact, index) => (fact.pointer === outer ? { item, fact: index } : [])));
      const found = [...inside, ...(this.#outside.get(outer) ?? [])];
      if (found.length > 0) return found.toSorted((a, b) => a.item - b.item || a.fact - b.fact);
    }
    return [];
  }

  #ofLeaf({ output, pointer }: Leaf): Traced | null {
    const origin = this.#outputs[output]?.view.origins.find((candidate) => candidate.pointer === pointer);
    if (origin === undefined) return null;
    const facts = new Map(origin.from.flatMap((from) => this.#factsAround(from)).map((place) => [`${place.item}.${place.fact}`, place]));
    return { raw: origin.from, facts: [...facts.values()], leaves: [{ output, pointer }], words: [origin.words], isUnread: false };
  }
}

/** The message itself comes before what the conversation says of it. */
function isMessage(pointer: string): boolean {
  return pointer.startsWith("/payload/message/");
}

function add<T>(map: Map<string, T[]>, pointer: string, value: T): void {
  const list = map.get(pointer);
  if (list === undefined) map.set(pointer, [value]);
  else list.push(value);
}

/** What is said of a value itself, else of the nearest value around it. */
function around<T>(map: ReadonlyMap<string, T[]>, pointer: string): T[] {
  for (const outer of outward(pointer)) {
    const found = map.get(outer);
    if (found !== undefined) return found;
  }
  return [];
}

/** A pointer and those of all that it lies in but the document. */
function outward(pointer: string): string[] {
  const found: string[] = [];
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf("/", end - 1)) found.push(pointer.slice(0, end));
  return found;
}
