/** A long text as the lines of an editor, made in slices: an editor by itself would make them all at once. */
import { Text } from "@codemirror/state";

/** Lines between two pauses. */
const PAUSE = 1 << 12;

/** Yields now and then, so that it can be sliced. */
export function* docLines(text: string): Generator<void, Text> {
  // As digits of a binary number: each is twice as long as the one behind it, so that no line is moved often.
  const parts: { doc: Text; rank: number }[] = [];
  const join = (): void => {
    const [before, last] = parts.splice(-2);
    if (before !== undefined && last !== undefined) parts.push({ doc: before.doc.append(last.doc), rank: before.rank + 1 });
  };
  let at = 0;
  for (let isFirst = true; at <= text.length; isFirst = false) {
    // Every part but the first begins with the end of the line before it.
    const lines: string[] = isFirst ? [] : [""];
    while (lines.length < PAUSE && at <= text.length) {
      const end = text.indexOf("\n", at);
      lines.push(text.slice(at, end < 0 ? text.length : end));
      at = end < 0 ? text.length + 1 : end + 1;
    }
    parts.push({ doc: Text.of(lines), rank: 0 });
    while (parts.length > 1 && parts.at(-2)?.rank === parts.at(-1)?.rank) join();
    yield;
  }
  while (parts.length > 1) join();
  return parts[0]?.doc ?? Text.empty;
}
