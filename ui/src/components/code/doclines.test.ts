import { expect, test } from "vitest";
import { runNow } from "../../text/slices";
import { docLines } from "./doclines";

test("a text of any number of lines is the same text", () => {
  for (const text of ["", "one", "\n", "a\nb\n", "\n\nx\n\n", "a\r\nb\rc\u2028d"]) expect(runNow(docLines(text)).toString()).toBe(text);
  for (const count of [4094, 4095, 4096, 4097, 8190, 8191, 8192, 30_001]) {
    const text = Array.from({ length: count }, (_, index) => `line ${index}`).join("\n");
    const doc = runNow(docLines(text));
    expect(doc.lines).toBe(count);
    expect(doc.length).toBe(text.length);
    expect(doc.line(count).text).toBe(`line ${count - 1}`);
    expect(doc.toString()).toBe(text);
  }
});

test("it pauses", () => {
  let pauses = 0;
  const work = docLines("\n".repeat(50_000));
  while (work.next().done !== true) pauses += 1;
  expect(pauses).toBeGreaterThan(10);
});
