/** What will probably be asked for next, read before it is: the neighbours of the open capture. */
export class Ahead<T> {
  readonly #read: (id: number) => Promise<T>;
  #held = new Map<number, Promise<T>>();

  constructor(read: (id: number) => Promise<T>) {
    this.#read = read;
  }

  /** Reads these, and keeps no others. */
  want(ids: readonly number[]): void {
    this.#held = new Map(ids.map((id) => [id, this.#held.get(id) ?? this.#begin(id)]));
  }

  #begin(id: number): Promise<T> {
    const reading = this.#read(id);
    // Whoever asks for it learns why.
    reading.catch(() => undefined);
    return reading;
  }

  /** What was read of this one, or is being read; nothing where it is not among them. */
  take(id: number): Promise<T> | undefined {
    const held = this.#held.get(id);
    this.#held.delete(id);
    return held;
  }

  /** What was read may have changed since. */
  forget(): void {
    this.#held.clear();
  }
}
