import { expect, test } from "vitest";
import { memory } from "../api/memory";
import { check, Keeping, shown, used } from "./keeping.svelte";

async function keeping(): Promise<Keeping> {
  const loaded = new Keeping(memory(new URLSearchParams()));
  await loaded.load();
  return loaded;
}

test("limits are entered in MB and days; what is not touched stays to the byte", async () => {
  const kept = await keeping();
  expect(shown(kept.view)).toEqual({ captures: "100000", bytes: "2147.5", age_days: "" });
  expect(await kept.save({ captures: "500", bytes: "2147.5", age_days: "14" })).toEqual({});
  expect(kept.view).toMatchObject({ captures: 500, bytes: 2_147_483_648, age_days: 14 });
  expect(await kept.save({ captures: "", bytes: "1.5", age_days: " " })).toEqual({});
  expect(kept.view).toMatchObject({ captures: null, bytes: 1_500_000, age_days: null });
});

test("how much is used is told by the limit that is nearest", async () => {
  const { view } = await keeping();
  if (view === null) throw new Error("it is loaded");
  const kept = { ...view, captures: 1000, kept_captures: 250, bytes: 1000, kept_bytes: 500 };
  expect(used(kept)).toBe(50);
  expect(used({ ...kept, bytes: null })).toBe(25);
  expect(used({ ...kept, bytes: 400 })).toBe(100);
  expect(used({ ...kept, bytes: null, captures: null })).toBeNull();
});

test("what is no limit is said at its field, and nothing is set", async () => {
  const kept = await keeping();
  const wrong = await kept.save({ captures: "1.5", bytes: "0", age_days: "99999" });
  expect(wrong).toEqual({
    captures: "A whole number of captures, or nothing for no limit.",
    bytes: "At least 1. Leave it empty for no limit.",
    age_days: "At most 36,500 days.",
  });
  expect(kept.view?.captures).toBe(100_000);
  expect(check({ captures: "-1", bytes: "many", age_days: "1e3" })).toHaveProperty("age_days");
  expect(check({ captures: "1", bytes: "", age_days: "" })).toEqual({});
});

test("what the host refuses stands at the field that it is about", async () => {
  const backend = memory(new URLSearchParams());
  backend.rpc = () => Promise.reject({ code: "bad_retention", message: "the largest age in days must be from 1 to 7, not 9", hint: null });
  const refusing = new Keeping(backend);
  expect(await refusing.save({ captures: "", bytes: "", age_days: "9" })).toEqual({ age_days: "the largest age in days must be from 1 to 7, not 9" });
});
