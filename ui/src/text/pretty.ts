/**
 * JSON text laid out for reading. White space between tokens is all that changes: escapes, number forms, key order and
 * duplicate keys stay as they came.
 */
import { JsonText } from "./jsontext";
import { Kind, Setting, tokenize, type Tokens } from "./tokens";

/** Tokens between two pauses. */
const PAUSE = 1 << 15;

/** The document laid out, or `null` where the text is no JSON document. Yields now and then, so that it can be sliced. */
export function* pretty(text: string): Generator<void, JsonText | null> {
  const tokens = yield* tokenize(text);
  return tokens === null ? null : yield* print(text, tokens);
}

function* print(text: string, tokens: Tokens): Generator<void, JsonText> {
  const parts: string[] = text.startsWith("\ufeff") ? ["\ufeff"] : [];
  const to = new Uint32Array(tokens.length);
  const open: Setting[] = [];
  let at = parts.length;
  let depth = 0;

  const put = (part: string): void => {
    parts.push(part);
    at += part.length;
  };
  const breakLine = (): void => put(`\n${" ".repeat(depth)}`);

  for (let index = 0; index < tokens.length; index += 1) {
    if (index % PAUSE === PAUSE - 1) yield;
    const kind = tokens.kind[index];
    if (kind === Kind.Close && open.at(-1) === Setting.Block) {
      depth -= 1;
      breakLine();
    }
    to[index] = at;
    put(text.slice(tokens.start[index], tokens.end[index]));
    if (kind === Kind.Open) {
      const setting: Setting = tokens.setting[index] ?? Setting.Block;
      open.push(setting);
      if (setting === Setting.Block) {
        depth += 1;
        breakLine();
      }
    } else if (kind === Kind.Close) {
      open.pop();
    } else if (kind === Kind.Colon) {
      put(" ");
    } else if (kind === Kind.Comma) {
      if (open.at(-1) === Setting.Block) breakLine();
      else put(" ");
    }
  }
  return new JsonText(parts.join(""), to, text, tokens);
}
