/** The public URL of a tunnel: typed by hand or found from ngrok's agent, and whether it leads here. */
import type { Backend } from "../api/backend";
import type { TunnelDetected } from "../api/gen/TunnelDetected";
import type { TunnelState } from "../api/gen/TunnelState";
import type { TunnelView } from "../api/gen/TunnelView";

export class Tunnel {
  view = $state.raw<TunnelView | null>(null);
  /** What was typed; `null` where nothing was since it was set. */
  entered = $state<string | null>(null);
  /** Why what was typed is no public URL. */
  fault = $state<string | undefined>();
  /** What was changed of what was typed. */
  note = $state<string | null>(null);
  /** What ngrok's agent said. */
  found = $state.raw<TunnelDetected | null>(null);
  isLooking = $state(false);
  isChecking = $state(false);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.view = await this.#backend.rpc("tunnel.get", {});
  }

  enter(url: string): void {
    this.entered = url;
    this.fault = undefined;
    this.note = null;
  }

  /** Sets the public URL, with `null` none. Answers whether it holds now. */
  async set(url: string | null): Promise<boolean> {
    const { fault, note, view } = await this.#backend.rpc("tunnel.set", { url });
    this.fault = fault?.message;
    this.note = note;
    this.view = view;
    if (fault !== null) return false;
    this.entered = null;
    return true;
  }

  /** Asks the agent of ngrok which tunnels it has. */
  async detect(): Promise<void> {
    this.isLooking = true;
    try {
      this.found = await this.#backend.rpc("tunnel.detect", {});
    } finally {
      this.isLooking = false;
    }
  }

  /** Sends a handshake through it and waits for what comes of it. */
  async check(): Promise<void> {
    if (this.isChecking) return;
    this.isChecking = true;
    try {
      this.view = await this.#backend.rpc("tunnel.check", {});
    } finally {
      this.isChecking = false;
    }
  }
}

/** A tunnel's state in two words at most, and how it looks. */
export function lookOfTunnel({ state }: TunnelState): { word: string; icon: "check" | "x" | "clock" | "minus"; tone: "ok" | "bad" | "dim" } {
  switch (state) {
    case "reachable":
      return { word: "reachable", icon: "check", tone: "ok" };
    case "unreachable":
      return { word: "not reachable", icon: "x", tone: "bad" };
    case "checking":
      return { word: "checking", icon: "clock", tone: "dim" };
    default:
      return { word: "not checked", icon: "minus", tone: "dim" };
  }
}

/** The host of a public URL, which tells it from others. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
