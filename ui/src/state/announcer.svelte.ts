/** What a screen reader hears of the traffic: politely, and not more often than every five seconds. */
import type { CaptureRow } from "../api/gen/CaptureRow";
import { counted } from "../text/format";

/** Milliseconds between two announcements. */
const PAUSE = 5000;

export class Announcer {
  polite = $state("");
  assertive = $state("");

  #captures = 0;
  #refused = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** Counts new captures into the next announcement. */
  arrived(rows: readonly CaptureRow[]): void {
    if (rows.length === 0) return;
    this.#captures += rows.length;
    this.#refused += rows.filter((row) => row.judgement !== "accepted" && row.judgement !== "verification").length;
    this.#timer ??= setTimeout(() => this.#tell(), PAUSE);
  }

  /** Says at once what must not be missed. */
  alarm(sentence: string): void {
    this.assertive = sentence;
  }

  #tell(): void {
    this.#timer = null;
    const refused = this.#refused > 0 ? `, ${this.#refused} refused` : "";
    this.polite = `${counted(this.#captures, "new capture")}${refused}`;
    this.#captures = 0;
    this.#refused = 0;
  }
}
