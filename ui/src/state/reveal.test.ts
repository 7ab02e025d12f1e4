import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { IN_CLEAR, Reveal } from "./reveal.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a secret hides again by itself", async () => {
  const reveal = new Reveal();
  await reveal.show(async () => "s3cret");
  vi.advanceTimersByTime(IN_CLEAR - 1);
  expect(reveal.value).toBe("s3cret");
  vi.advanceTimersByTime(1);
  expect(reveal.value).toBeNull();
});

test("shown again, it stays for the whole time", async () => {
  const reveal = new Reveal();
  await reveal.show(async () => "one");
  vi.advanceTimersByTime(IN_CLEAR - 1);
  await reveal.show(async () => "two");
  vi.advanceTimersByTime(IN_CLEAR - 1);
  expect(reveal.value).toBe("two");
});

test("what arrives after it was hidden stays hidden", async () => {
  const reveal = new Reveal();
  let answer: (value: string) => void = () => undefined;
  const shown = reveal.show(() => new Promise((resolve) => (answer = resolve)));
  reveal.hide();
  answer("s3cret");
  await shown;
  expect(reveal.value).toBeNull();
});
