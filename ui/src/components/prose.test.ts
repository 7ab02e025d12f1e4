import { cleanup, render } from "@testing-library/svelte";
import { afterEach, expect, test } from "vitest";
import Prose from "./Prose.svelte";

afterEach(() => cleanup());

test.each([
  ["`\\/` came as `/`.", ["\\/", "/"]],
  ["a ` alone", []],
  ["`<b>x</b>`", ["<b>x</b>"]],
])("%s", (text, codes) => {
  const { container } = render(Prose, { text });
  expect([...container.querySelectorAll("code")].map((code) => code.textContent)).toEqual(codes);
  expect(container.querySelector("b")).toBeNull();
  expect(container.textContent).toBe(codes.length === 0 ? text : text.replaceAll("`", ""));
});
