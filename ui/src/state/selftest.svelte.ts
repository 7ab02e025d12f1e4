/** The self-test: what to play Facebook against, how far it is, and what came of it. */
import type { Backend } from "../api/backend";
import type { SelfTest } from "../api/gen/SelfTest";

/** This machine's listener, the tunnel that is set, or an address typed by hand. */
export type Target = "local" | "tunnel" | "url";

export class SelfTests {
  target = $state<Target>("local");
  url = $state("");
  /** `null`: the one that is there from the start. */
  endpoint = $state<number | null>(null);
  /** The last one, running or done. */
  run = $state.raw<SelfTest | null>(null);

  readonly isRunning: boolean = $derived(this.run?.running === true);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks how far it is. */
  async pull(): Promise<void> {
    this.run = await this.#backend.rpc("selftest.get", {});
  }

  async start(): Promise<void> {
    const { target, url, endpoint } = this;
    this.run = await this.#backend.rpc("selftest.start", { target, url: target === "url" ? url.trim() : null, endpoint_id: endpoint });
  }

  async cancel(): Promise<void> {
    this.run = await this.#backend.rpc("selftest.cancel", {});
  }
}
