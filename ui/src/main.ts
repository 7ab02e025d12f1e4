/** Opens the window's contents on whichever host is there. */
import { mount } from "svelte";
import type { Backend } from "./api/backend";
import App from "./App.svelte";
import "./styles/index.css";

async function host(): Promise<Backend> {
  const isBrowser = import.meta.env.MODE === "memory" || (import.meta.env.DEV && !("__TAURI_INTERNALS__" in window));
  // Decided while building: the window's bundle holds the one backend it needs.
  if ((import.meta.env.DEV || import.meta.env.MODE === "memory") && isBrowser) {
    const { memory } = await import("./api/memory");
    return memory(new URLSearchParams(location.search));
  }
  const { tauri } = await import("./api/tauri");
  return tauri;
}

/** The editor counts on the width of a character: the fonts come first, but not for ever. */
async function fonts(): Promise<void> {
  const loads = ["400 12px 'JetBrains Mono'", "400 13px 'Inter Variable'"].map((font) => document.fonts.load(font));
  await Promise.race([Promise.allSettled(loads), new Promise((resolve) => setTimeout(resolve, 1000))]);
}

const target = document.getElementById("app");
if (target === null) throw new Error("index.html has an element with the id app");
const [backend] = await Promise.all([host(), fonts()]);
mount(App, {
  target,
  props: {
    backend,
    // Hidden until there is something to see; a failed start is to be seen too.
    onready: () => void backend.rpc("window.ready", {}),
  },
});
