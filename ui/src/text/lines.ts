/** What the lines of a text allow. */

/** Longest line that engines wrap in the blink of an eye, in UTF-16 units: one of 8 MB takes WebKit 40 s. */
const WRAPPABLE = 250_000;

/** Whether no line is too long to be wrapped. */
export function isWrappable(text: string): boolean {
  for (let from = 0; text.length - from > WRAPPABLE; ) {
    const last = text.lastIndexOf("\n", from + WRAPPABLE);
    if (last < from) return false;
    from = last + 1;
  }
  return true;
}
