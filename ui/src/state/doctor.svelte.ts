/** Why the open capture was refused, and what would mend it: asked of the host for what is not plainly fine. */
import type { Backend } from "../api/backend";
import type { CaptureView } from "../api/gen/CaptureView";
import type { Diagnosis } from "../api/gen/Diagnosis";
import type { Restored } from "../api/gen/Restored";

/** Whether there is something to explain. */
export function isPatient({ row, authentication }: CaptureView): boolean {
  if (row.judgement === "verification") return row.status !== 200;
  return row.judgement !== "accepted" || authentication === "unverified";
}

export class Doctor {
  /** Of the capture that was looked at last. */
  #diagnosis = $state.raw<Diagnosis | null>(null);
  /** What was signed beside what came, where somebody wants to see it. */
  #restored = $state.raw<Restored | null>(null);
  /** Grows with each wish to enter the secret that a capture misses. */
  wishes = $state(0);

  readonly #backend: Backend;
  #seen: CaptureView | null = null;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** What was found out about a capture; `null` until it is there. */
  of({ row }: CaptureView): Diagnosis | null {
    return this.#diagnosis?.capture === row.id ? this.#diagnosis : null;
  }

  /** Whether it may be asked to do this about a capture. */
  can(action: string, view: CaptureView): boolean {
    return this.of(view)?.actions.includes(action) === true;
  }

  /** The bytes that were signed beside those that came; `null` while nobody wants to see them. */
  restoredOf({ row }: CaptureView): Restored | null {
    return this.#restored?.capture === row.id ? this.#restored : null;
  }

  /** Shows a capture's bytes beside those that were signed; `null` ends that. */
  async compare(id: number | null): Promise<void> {
    this.#restored = id === null ? null : await this.#backend.rpc("doctor.restored", { id });
  }

  /** Looks at a capture, again only where its view is another one: secrets may have changed. */
  async look(view: CaptureView): Promise<void> {
    if (this.#seen === view) return;
    this.#seen = view;
    if (!isPatient(view)) return;
    const diagnosis = await this.#backend.rpc("doctor.explain", { id: view.row.id });
    if (this.#seen === view) this.#diagnosis = diagnosis;
  }
}
