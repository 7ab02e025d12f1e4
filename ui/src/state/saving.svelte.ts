/** A capture on its way to a fixture: what would be written, before it is. */
import { toApiError, type Backend } from "../api/backend";
import type { FixtureProposal } from "../api/gen/FixtureProposal";
import type { Saved } from "../api/gen/Saved";

export class Saving {
  /** The capture that is saved; `null` while none is. */
  capture = $state<number | null>(null);
  title = $state("");
  /** As they are written: separated by spaces or commas. */
  tags = $state("");
  pseudonyms = $state(false);
  /** Whether its documents are what is expected from now on. */
  accept = $state(true);
  /** What would be written; `null` until it is known. */
  draft = $state.raw<FixtureProposal | null>(null);
  fault = $state<string | null>(null);
  isBusy = $state(false);

  readonly tagList: string[] = $derived([...new Set(this.tags.split(/[\s,]+/).map((tag) => tag.replace(/^#/, "")).filter((tag) => tag !== ""))]);

  readonly #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Begins with a capture. */
  async begin(capture: number): Promise<void> {
    this.capture = capture;
    this.title = "";
    this.tags = "";
    this.pseudonyms = false;
    this.accept = true;
    this.draft = null;
    await this.#look(true);
  }

  async hide(isOn: boolean): Promise<void> {
    this.pseudonyms = isOn;
    // A title that is still the message's own text would tell what the pseudonyms hide.
    await this.#look(this.draft !== null && this.title === this.draft.title);
  }

  /** Writes it; `null` where it was refused, and `fault` says why. */
  async save(): Promise<Saved | null> {
    const { capture, title, tagList: tags, pseudonyms } = this;
    const accept = this.accept && this.draft?.fault == null;
    if (capture === null || this.isBusy) return null;
    this.isBusy = true;
    try {
      const saved = await this.#backend.rpc("fixtures.save", { capture, title: title.trim(), tags, pseudonyms, accept });
      this.fault = null;
      return saved;
    } catch (thrown) {
      const { message, hint } = toApiError(thrown);
      this.fault = hint === null ? message : `${message} ${hint}`;
      return null;
    } finally {
      this.isBusy = false;
    }
  }

  async #look(takesTitle: boolean): Promise<void> {
    const { capture, pseudonyms } = this;
    if (capture === null) return;
    const asked = ++this.#asked;
    try {
      const draft = await this.#backend.rpc("fixtures.draft", { capture, pseudonyms });
      if (asked !== this.#asked) return;
      this.draft = draft;
      this.fault = null;
      if (takesTitle) this.title = draft.title;
      if (this.tags === "") this.tags = draft.tags.join(" ");
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.draft = null;
      this.fault = toApiError(thrown).message;
    }
  }
}
