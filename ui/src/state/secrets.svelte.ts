/** Tokens and app secrets: each is named by a reference, and what is done to it holds at once. */
import type { Backend } from "../api/backend";
import type { Rejudged } from "../api/gen/Rejudged";
import type { SecretRef } from "../api/gen/SecretRef";

export class Secrets {
  /** What became of the refused captures when a secret or a token was last entered, until it is closed. */
  rejudged = $state.raw<Rejudged | null>(null);

  readonly #backend: Backend;
  readonly #onchange: () => Promise<void>;

  /** `onchange` shows what a change may have changed: everything. */
  constructor(backend: Backend, onchange: () => Promise<void>) {
    this.#backend = backend;
    this.#onchange = onchange;
  }

  async reveal(of: SecretRef): Promise<string> {
    return (await this.#backend.rpc("secrets.reveal", { of })).value;
  }

  /** Puts a new random token in the place of one. */
  async rotate(of: SecretRef): Promise<void> {
    await this.#backend.rpc("secrets.rotate_token", { of });
    await this.#onchange();
  }

  /** Sets a token; an empty text clears it. Refused captures are judged again with one that deliveries bring. */
  async setToken(of: SecretRef, value: string): Promise<void> {
    this.rejudged = (await this.#backend.rpc("secrets.set_token", { of, value })).rejudged;
    await this.#onchange();
  }

  /** Adds an app secret: an endpoint's, or for `null` one that counts for all. Refused captures are judged again with it. */
  async add(endpoint: number | null, secret: string): Promise<void> {
    const { rejudged } = await this.#backend.rpc("secrets.add", { endpoint, secret });
    this.rejudged = rejudged;
    await this.#onchange();
  }

  async remove(of: SecretRef): Promise<void> {
    await this.#backend.rpc("secrets.remove", { of });
    await this.#onchange();
  }

  /** Judges refused captures again with what is known today. */
  async rejudge(): Promise<void> {
    this.rejudged = await this.#backend.rpc("captures.rejudge", {});
    await this.#onchange();
  }
}

/** What is odd about an app secret as it is typed: it is taken all the same, for the length is Facebook's habit, not a rule. */
export function doubtOfSecret(entered: string): string | null {
  const secret = entered.trim();
  if (/^([0-9a-f]{32})?$/i.test(secret)) return null;
  const length = [...secret].length;
  return `${length} character${length === 1 ? "" : "s"}. A Facebook app secret has 32, of 0 to 9 and a to f; with another one signatures will not match.`;
}

/** What judging again came to, in a sentence or two. */
export function toldOf({ looked, admitted, still_refused: refused, cut }: Rejudged): string {
  const many = (count: number): string => `${count.toLocaleString("en-US")} refused ${count === 1 ? "capture" : "captures"}`;
  if (looked === 0 && cut === 0) return "No refused capture was waiting for it.";
  const taken = admitted.length === 0 ? "It makes none of the refused captures hold." : `${many(admitted.length)} ${admitted.length === 1 ? "holds" : "hold"} now and ${admitted.length === 1 ? "was" : "were"} taken in.`;
  const rest = refused === 0 || admitted.length === 0 ? "" : ` ${many(refused)} still ${refused === 1 ? "does" : "do"} not.`;
  const lost = cut === 0 ? "" : ` ${many(cut)} ${cut === 1 ? "was" : "were"} too long to be kept whole and cannot be judged again.`;
  return `${taken}${rest}${lost}`;
}
