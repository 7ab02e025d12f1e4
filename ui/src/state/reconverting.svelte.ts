/** What would change: stored captures converted again with today's code and settings, beside what they became. */
import { toApiError, type Backend } from "../api/backend";
import type { ChangeGroup } from "../api/gen/ChangeGroup";
import type { ReconvertRun } from "../api/gen/ReconvertRun";
import type { StartReconvert } from "../api/gen/StartReconvert";
import { poll } from "./polling";

export class Reconverting {
  run = $state.raw<ReconvertRun | null>(null);
  /** Which group is looked at, from 0. */
  at = $state(0);
  fault = $state<string | null>(null);

  readonly group: ChangeGroup | undefined = $derived(this.run?.groups[this.at]);
  readonly isRunning: boolean = $derived(this.run?.state === "running");

  readonly #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async start(which: StartReconvert): Promise<void> {
    const asked = ++this.#asked;
    this.fault = null;
    this.at = 0;
    try {
      this.run = await this.#backend.rpc("reconvert.start", which);
      const { run } = this.run;
      const look = async (): Promise<boolean> => {
        const answer = await this.#backend.rpc("reconvert.get", { run });
        if (asked !== this.#asked) return false;
        this.run = answer;
        return answer.state === "running";
      };
      await poll(look, () => asked !== this.#asked);
    } catch (thrown) {
      if (asked === this.#asked) this.fault = toApiError(thrown).message;
    }
  }

  async cancel(): Promise<void> {
    if (this.run !== null) this.run = await this.#backend.rpc("reconvert.cancel", { run: this.run.run });
  }
}
