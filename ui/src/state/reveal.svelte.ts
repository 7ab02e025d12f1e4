/**
 * A secret in clear, for as long as one needs to read it. It hides again by itself: after a while, when the window is out of
 * sight, and when what showed it is gone.
 */

/** How long a secret stays in clear (ms). */
export const IN_CLEAR = 20_000;

export class Reveal {
  /** The secret, while it is shown. */
  value = $state.raw<string | null>(null);

  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  /** Shows what the host answers. A secret that arrives after it was hidden again stays hidden. */
  async show(ask: () => Promise<string>): Promise<void> {
    const asked = ++this.#asked;
    const value = await ask();
    if (asked !== this.#asked) return;
    this.value = value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), IN_CLEAR);
  }

  hide(): void {
    this.#asked += 1;
    clearTimeout(this.#timer);
    this.value = null;
  }
}
