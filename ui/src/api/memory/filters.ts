/** The filter language for `memory.ts`: the host's own is `core/src/filter.rs`. */
import type { FilterTerm } from "../gen/FilterTerm";
import type { ParsedFilter } from "../gen/ParsedFilter";
import type { Stored } from "./make";

const KEYS = ["field", "verdict", "judged", "from", "page", "endpoint", "type", "dup", "replay", "before", "after"];

const CHOICES: Record<string, readonly string[]> = {
  verdict: ["converted", "skipped", "unknown", "failed"],
  judged: ["accepted", "unauthenticated", "unrouted", "wrong_method", "invalid", "too_large", "incomplete", "verification"],
  dup: ["yes", "no"],
  replay: ["yes", "no"],
};

/** The terms of a filter, up to the first fault. */
export function parse(text: string): ParsedFilter {
  const terms: FilterTerm[] = [];
  for (const found of text.matchAll(/(?:"[^"]*(?:"|$)|[^\s"])+/g)) {
    const [start, end] = [found.index, found.index + found[0].length];
    const negated = /^-./.test(found[0]);
    const rest = negated ? found[0].slice(1) : found[0];
    const [, key, value] = /^([a-z]{2,}):(?!\/\/)(.*)$/s.exec(rest) ?? [null, null, rest];
    const message = key === null || key === undefined ? null : fault(key, unquoted(value ?? ""));
    if (message !== null) return { terms, error: { message, start, end } };
    terms.push({ start, end, negated, key: key ?? null, value: unquoted(value ?? "") });
  }
  return { terms, error: null };
}

/** The values that may follow a key, those seen in these captures included. */
export function values(captures: readonly Stored[], key: string, prefix: string): string[] {
  const rows = captures.map(({ view }) => view.row);
  const seen: Record<string, (string | null)[]> = {
    field: rows.flatMap((row) => row.fields),
    from: rows.map((row) => row.who),
    endpoint: rows.map((row) => row.endpoint),
    type: captures.flatMap(({ view }) => view.items.flatMap((item) => item.outputs.map((output) => output.content_type))),
  };
  const known = new Set((CHOICES[key] ?? seen[key] ?? []).filter((value) => value !== null));
  return [...known].filter((value) => value.toLowerCase().startsWith(prefix.toLowerCase())).slice(0, 20);
}

/** Whether all terms hold. */
export function matches(filter: string, stored: Stored): boolean {
  return parse(filter).terms.every((term) => holds(term, stored) !== term.negated);
}

function fault(key: string, value: string): string | null {
  if (!KEYS.includes(key)) return `there is no key \`${key}\`; there are ${KEYS.join(", ")}`;
  if (value === "") return `\`${key}:\` needs a value`;
  const choices = CHOICES[key];
  return choices === undefined || choices.includes(value) ? null : `\`${key}:\` takes ${choices.join(", ")}`;
}

function holds({ key, value }: FilterTerm, { view, body }: Stored): boolean {
  const { row } = view;
  const has = (text: string | null): boolean => text !== null && text.toLowerCase().includes(value.toLowerCase());
  switch (key) {
    case "field":
      return row.fields.includes(value);
    case "verdict":
      return view.items.some((item) => item.verdict === value);
    case "judged":
      return row.judgement === value;
    case "from":
      return has(row.who);
    case "endpoint":
      return has(row.endpoint) || has(row.path);
    case "type":
      return view.items.some((item) => item.outputs.some((output) => output.content_type === value));
    case "dup":
      return row.duplicate === (value === "yes");
    case "replay":
      return (row.replay_of !== null) === (value === "yes");
    case "before":
      return row.id < Number(value.slice(1));
    case "after":
      return row.id > Number(value.slice(1));
    default:
      return has(row.title) || has(row.note) || has(new TextDecoder().decode(body));
  }
}

function unquoted(value: string): string {
  return value.replaceAll('"', "");
}
