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

const target = document.getElementById("app");
if (target === null) throw new Error("index.html has an element with the id app");
const backend = await host();
mount(App, {
  target,
  props: {
    backend,
    // Hidden until there is something to see; a failed start is to be seen too.
    onready: () => void backend.rpc("window.ready", {}),
  },
});
