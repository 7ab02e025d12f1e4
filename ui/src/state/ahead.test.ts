import { expect, test } from "vitest";
import { Ahead } from "./ahead";

test("each is read once, and only what is wanted is kept", async () => {
  const read: number[] = [];
  const ahead = new Ahead(async (id) => {
    read.push(id);
    return `capture ${id}`;
  });
  ahead.want([1, 3]);
  ahead.want([3, 5]);
  expect(read).toEqual([1, 3, 5]);
  expect(ahead.take(1)).toBeUndefined();
  expect(await ahead.take(3)).toBe("capture 3");
  // Taken is taken: shown again, it is read again.
  expect(ahead.take(3)).toBeUndefined();
  ahead.forget();
  expect(ahead.take(5)).toBeUndefined();
});

test("what cannot be read is told to whoever takes it, and to nobody else", async () => {
  const ahead = new Ahead<string>(() => Promise.reject(new Error("gone")));
  ahead.want([1, 2]);
  await expect(ahead.take(1)).rejects.toThrow("gone");
});
