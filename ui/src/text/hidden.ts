/** Members that a later one of the same name hides: the last counts, and the others are read by nothing. */
import type { JsonText } from "./jsontext";
import { Kind } from "./tokens";
import { textOf } from "./values";

/** Tokens between two pauses. */
const PAUSE = 1 << 15;
/** From how many members on they are found by way of a table. */
const MANY = 12;

/** An object that is being gone through. */
interface Members {
  names: string[];
  values: number[];
  places: Map<string, number> | null;
}

/** The first token of each hidden value, in no order. Yields now and then, so that it can be sliced. */
export function* hiddenMembers(json: JsonText): Generator<void, number[]> {
  const hidden: number[] = [];
  const around: Members[] = [];
  for (let token = 0; token < json.length; token += 1) {
    if (token % PAUSE === PAUSE - 1) yield;
    const kind = json.kind(token);
    if (kind === Kind.Open) around.push({ names: [], values: [], places: null });
    else if (kind === Kind.Close) around.pop();
    else if (json.isKey(token)) take(around.at(-1), nameOf(json, token), token + 2, hidden);
  }
  return hidden;
}

function nameOf(json: JsonText, token: number): string {
  const raw = json.slice(token);
  return raw.includes("\\") ? textOf(raw) : raw.slice(1, -1);
}

function take(members: Members | undefined, name: string, value: number, hidden: number[]): void {
  if (members === undefined) return;
  const { names, values } = members;
  if (names.length === MANY) members.places = new Map(names.map((known, place) => [known, place]));
  const place = members.places?.get(name) ?? (members.places === null ? names.indexOf(name) : -1);
  if (place >= 0) {
    hidden.push(values[place] ?? value);
    values[place] = value;
    return;
  }
  members.places?.set(name, names.length);
  names.push(name);
  values.push(value);
}
