/** Roles, names and structure of states that the real window is seldom in; of the others it is asked itself (`tests/e2e`). */
import { cleanup, render, screen } from "@testing-library/svelte";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { memory } from "./api/memory";
import App from "./App.svelte";

/** For a state, in milliseconds: axe-core asks much of a document that is none. */
const PATIENCE = 60_000;

afterEach(() => {
  cleanup();
  localStorage.clear();
});

async function faults(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { resultTypes: ["violations"], rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join("; ")}`);
}

test.each([
  ["state=empty", "empty-state"],
  ["state=port", "problem"],
  ["state=storage", "problem"],
  ["state=write", "banner"],
])("%s", async (state, testid) => {
  render(App, { backend: memory(new URLSearchParams(state)) });
  await screen.findByTestId(testid);
  expect(await faults()).toEqual([]);
}, PATIENCE);
