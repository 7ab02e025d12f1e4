/** What to paste at Facebook and in a terminal, the app's secrets and the samples. */
import type { Backend } from "../api/backend";
import type { Sample } from "../api/gen/Sample";
import type { Sent } from "../api/gen/Sent";
import type { SecretsView } from "../api/gen/SecretsView";
import type { SetupView } from "../api/gen/SetupView";

/** The pages of the settings, in their order. */
export const SETTINGS = ["facebook", "endpoints", "tunnel", "storage", "appearance", "keys"] as const;
export type SettingsPage = (typeof SETTINGS)[number];

export class Setup {
  /** The page of the settings that is shown, now or next time. */
  page = $state<SettingsPage>("facebook");
  view = $state.raw<SetupView | null>(null);
  /** The app's own token and secrets, masked. */
  own = $state.raw<SecretsView | null>(null);
  samples = $state.raw<Sample[]>([]);
  #picked = $state<string>();
  /** The name of the sample that would be sent. A text shows most at first sight. */
  readonly chosen: string | undefined = $derived(this.#picked ?? (this.samples.find(({ name }) => name.startsWith("text")) ?? this.samples[0])?.name);
  isSending = $state(false);
  /** What the listener answered to the last sample. */
  sent = $state.raw<Sent | null>(null);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks for the setup; for the samples once. */
  async load(): Promise<void> {
    [this.view, this.own] = await Promise.all([this.#backend.rpc("setup.get", {}), this.#backend.rpc("secrets.get", { endpoint: null })]);
    if (this.samples.length === 0) this.samples = await this.#backend.rpc("samples.list", {});
  }

  pick(name: string): void {
    this.#picked = name;
  }

  /** Sends the chosen sample, once at a time. */
  async send(): Promise<void> {
    const name = this.chosen;
    if (name === undefined || this.isSending) return;
    this.isSending = true;
    try {
      this.sent = await this.#backend.rpc("samples.send", { name });
    } finally {
      this.isSending = false;
    }
  }
}
