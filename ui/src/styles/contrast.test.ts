/** The colours of `tokens.css` by WCAG's formula: what is read reaches 4.5 on whatever it stands on, marks reach 3. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const source = readFileSync("src/styles/tokens.css", "utf8");

type Tokens = ReadonlyMap<string, string>;

/** What a block declares. */
function declared(block: string): Tokens {
  return new Map(Array.from(block.matchAll(/--([\w-]+):\s*([^;]+);/g), ([, name = "", value = ""]) => [name, value.trim()]));
}

function block(start: RegExp): Tokens {
  const at = source.search(start);
  const open = source.indexOf("{", at);
  return declared(source.slice(open, source.indexOf("}", open)));
}

const light = block(/:root,\n\[data-theme="light"\] \{/);
const dark = new Map([...light, ...block(/\n\[data-theme="dark"\] \{/)]);
const THEMES: Record<string, Tokens> = {
  light,
  dark,
  "light, more contrast": new Map([...light, ...block(/\[data-theme="light"\] \{ --line:/)]),
  "dark, more contrast": new Map([...dark, ...block(/\[data-theme="dark"\] \{ --line:/)]),
};

function channels(theme: Tokens, token: string): number[] {
  const value = theme.get(token) ?? "";
  const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  if (other !== undefined) return channels(theme, other);
  const [, hex] = /^#([0-9a-f]{6})$/.exec(value) ?? [];
  if (hex === undefined) throw new Error(`--${token} is no colour: ${value}`);
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
}

function luminance(theme: Tokens, token: string): number {
  const [r = 0, g = 0, b = 0] = channels(theme, token).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(theme: Tokens, one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(theme, one), luminance(theme, other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const PANES = ["bg-pane", "bg-card", "bg-side", "bg-overlay"];
const EVERYWHERE = [...PANES, "bg-frame", "bg-input", "bg-hover", "bg-selected"];
const STATUS = ["accepted", "rejected", "verification", "replayed", "invalid"];
const LANES = [1, 2, 3, 4, 5, 6].map((lane) => `lane-${lane}`);
const VALUES = ["js-key", "js-string", "js-number", "js-literal"];

/** What is read, and what it may stand on. */
const READ: [readonly string[], readonly string[]][] = [
  [["ink", "ink-2"], EVERYWHERE],
  [["ink-3"], [...PANES, "bg-frame", "bg-input", "bg-hover"]],
  [[...STATUS.map((name) => `st-${name}`), "ok", "bad", "warn", "info"], EVERYWHERE],
  ...STATUS.map((name): [string[], string[]] => [[`st-${name}`], [`st-${name}-bg`]]),
  [VALUES, ["bg-pane", "bg-hover", "bg-selected", "pv-row", "pv-bg", "diff-add-bg", "diff-del-bg", "diff-ign"]],
  [["js-punct", "js-lineno", "js-escape"], ["bg-pane", "pv-row", "diff-add-bg", "diff-del-bg", "diff-ign"]],
  [["js-unread"], ["bg-pane", "bg-card"]],
  [["ink"], ["diff-add-word", "diff-del-word", "diff-ign", "selection", "pv-row", "pv-bg"]],
  [["ink-3"], ["pv-row"]],
  [["pv-ink"], ["pv-bg"]],
  [["ink-inverse"], ["bg-inverse", "bg-inverse-hover", ...LANES]],
];

/** What carries meaning without being read. */
const SEEN: [readonly string[], readonly string[]][] = [
  [["line-control", ...LANES, "lane-none", "pv-line", "diff-add-mark", "diff-del-mark"], ["bg-pane", "bg-card", "bg-side"]],
  [["focus"], EVERYWHERE],
];

function weak(theme: Tokens, pairs: typeof READ, least: number): string[] {
  return pairs.flatMap(([fronts, backs]) =>
    fronts.flatMap((front) => backs.map((back) => ({ front, back, ratio: contrast(theme, front, back) })).filter(({ ratio }) => ratio < least)),
  ).map(({ front, back, ratio }) => `${front} on ${back}: ${ratio.toFixed(2)}`);
}

test.each(Object.entries(THEMES))("%s", (_name, theme) => {
  expect(weak(theme, READ, 4.5)).toEqual([]);
  expect(weak(theme, SEEN, 3)).toEqual([]);
});
