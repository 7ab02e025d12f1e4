/** The desktop shell as backend: the only file that knows of it. */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Backend } from "./backend";
import type { Tick } from "./gen/Tick";

export const tauri: Backend = {
  rpc: (name, request) => invoke("rpc", { name, request }),
  body: async (id) => new Uint8Array(await invoke<ArrayBuffer>("body", { id })),
  onTick: (callback) => listen<Tick>("tick", (event) => callback(event.payload)),
};
