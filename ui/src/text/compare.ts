/**
 * Two JSON documents compared by structure: what was added, removed and changed, by JSON Pointer.
 *
 * Texts are compared, not numbers read from them: `1.50` and `1.5` differ in how they are written, and that is said.
 * Elements of arrays are matched from both ends and by their place between; members by their key, and those of one key
 * by their order.
 */
import type { JsonText } from "./jsontext";
import { Kind } from "./tokens";
import { escaped, textOf } from "./values";

/** `order`: the same members in another order; `form`: the same value written in another way. */
export type ChangeKind = "added" | "removed" | "changed" | "form" | "order";

export interface Change {
  kind: ChangeKind;
  pointer: string;
  /** What stands there as it came; `null` on the side that has nothing. For `order` the keys in their order. */
  left: string | null;
  right: string | null;
}

export interface Comparison {
  changes: Change[];
  /** There are more than were listed. */
  isCut: boolean;
}

/** Changes that are listed. */
const MOST = 5000;
/** Containers deeper than this are compared as texts. */
const DEEPEST = 100;

/** A document and the token at which a value of it starts. */
interface Node {
  json: JsonText;
  at: number;
}

interface Member {
  name: string;
  at: number;
}

export function compare(left: JsonText, right: JsonText): Comparison {
  const found: Change[] = [];
  walk({ json: left, at: 0 }, { json: right, at: 0 }, "", 0, found);
  return { changes: found.slice(0, MOST), isCut: found.length > MOST };
}

function walk(left: Node, right: Node, pointer: string, depth: number, found: Change[]): void {
  if (found.length > MOST) return;
  const opener = openerOf(left);
  if (opener === null || opener !== openerOf(right) || depth > DEEPEST) {
    if (same(left, right)) return;
    const [before, after] = [rawOf(left), rawOf(right)];
    found.push({ kind: meansSame(before, after) ? "form" : "changed", pointer, left: before, right: after });
  } else if (opener === "{") {
    members(left, right, pointer, depth, found);
  } else {
    elements(left, right, pointer, depth, found);
  }
}

function members(left: Node, right: Node, pointer: string, depth: number, found: Change[]): void {
  const before = membersOf(left);
  const after = membersOf(right);
  const twins = byName(after);
  const used = new Map<string, number>();
  const kept: Member[] = [];
  for (const member of before) {
    const step = `${pointer}/${escaped(member.name)}`;
    const nth = used.get(member.name) ?? 0;
    const twin = twins.get(member.name)?.[nth];
    used.set(member.name, nth + 1);
    if (twin === undefined) {
      found.push({ kind: "removed", pointer: step, left: rawOf({ ...left, at: member.at }), right: null });
    } else {
      kept.push(twin);
      walk({ ...left, at: member.at }, { ...right, at: twin.at }, step, depth + 1, found);
    }
  }
  const matched = new Set(kept);
  for (const member of after) {
    if (matched.has(member)) continue;
    found.push({ kind: "added", pointer: `${pointer}/${escaped(member.name)}`, left: null, right: rawOf({ ...right, at: member.at }) });
  }
  const isMoved = kept.some((member, index) => index > 0 && member.at < (kept[index - 1]?.at ?? 0));
  if (isMoved) found.push({ kind: "order", pointer, left: names(before), right: names(after) });
}

function byName(members: readonly Member[]): Map<string, Member[]> {
  const found = new Map<string, Member[]>();
  for (const member of members) {
    const twins = found.get(member.name);
    if (twins === undefined) found.set(member.name, [member]);
    else twins.push(member);
  }
  return found;
}

function names(all: readonly Member[]): string {
  return all.map((member) => member.name).join(", ");
}

function elements(left: Node, right: Node, pointer: string, depth: number, found: Change[]): void {
  const before = elementsOf(left);
  const after = elementsOf(right);
  const at = (side: Node, tokens: readonly number[], index: number): Node => ({ ...side, at: tokens[index] ?? 0 });
  let head = 0;
  while (head < before.length && head < after.length && same(at(left, before, head), at(right, after, head))) head += 1;
  let tail = 0;
  const room = Math.min(before.length, after.length) - head;
  while (tail < room && same(at(left, before, before.length - 1 - tail), at(right, after, after.length - 1 - tail))) tail += 1;
  const [beforeEnd, afterEnd] = [before.length - tail, after.length - tail];
  for (let index = head; index < Math.max(beforeEnd, afterEnd); index += 1) {
    const step = `${pointer}/${index}`;
    if (index >= afterEnd) found.push({ kind: "removed", pointer: step, left: rawOf(at(left, before, index)), right: null });
    else if (index >= beforeEnd) found.push({ kind: "added", pointer: step, left: null, right: rawOf(at(right, after, index)) });
    else walk(at(left, before, index), at(right, after, index), step, depth + 1, found);
    if (found.length > MOST) return;
  }
}

function openerOf({ json, at }: Node): string | null {
  return json.kind(at) === Kind.Open ? json.slice(at) : null;
}

function rawOf({ json, at }: Node): string {
  return json.slice(at, json.lastOf(at));
}

/** Whether two values are written alike, but for white space. */
function same(left: Node, right: Node): boolean {
  const last = left.json.lastOf(left.at);
  if (last - left.at !== right.json.lastOf(right.at) - right.at) return false;
  for (let at = left.at; at <= last; at += 1) {
    const twin = right.at + at - left.at;
    if (left.json.kind(at) !== right.json.kind(twin) || left.json.slice(at) !== right.json.slice(twin)) return false;
  }
  return true;
}

/** Whether two values that are written in different ways are one: an escape for its character, `1.50` for `1.5`. */
function meansSame(left: string, right: string): boolean {
  if (left.startsWith('"') && right.startsWith('"')) return textOf(left) === textOf(right);
  const isNumber = /^-?\d/;
  if (!isNumber.test(left) || !isNumber.test(right)) return false;
  // Beyond what a number holds exactly, digits that differ may look alike.
  return Number(left) === Number(right) && Math.abs(Number(left)) <= Number.MAX_SAFE_INTEGER;
}

function membersOf({ json, at }: Node): Member[] {
  const found: Member[] = [];
  const close = json.lastOf(at);
  for (let key = at + 1; key < close; key = json.lastOf(key + 2) + 2) found.push({ name: textOf(json.slice(key)), at: key + 2 });
  return found;
}

function elementsOf({ json, at }: Node): number[] {
  const found: number[] = [];
  const close = json.lastOf(at);
  for (let element = at + 1; element < close; element = json.lastOf(element) + 2) found.push(element);
  return found;
}
