/** What everything in a simulated run shares: time, chance, the record of what happened, and how rough the weather is. */
import { Clock } from "./clock.ts";
import { Random } from "./random.ts";

export class World {
  readonly clock = new Clock();
  readonly random: Random;
  /** What happened, a line each, when it is kept. */
  readonly lines: string[] = [];
  /** Broken promises and thrown errors, in sentences. */
  readonly violations: string[] = [];
  /** Nothing goes wrong any more: the end of a run, in which everybody catches up. */
  calm = false;
  readonly #keepsLines: boolean;
  readonly #startedAt: number;
  readonly #hasher = new Bun.CryptoHasher("sha256");

  constructor(seed: number, keepsLines: boolean) {
    this.random = new Random(seed);
    this.#keepsLines = keepsLines;
    this.#startedAt = this.clock.now();
  }

  trace(what: string): void {
    const line = `${((this.clock.now() - this.#startedAt) / 1000).toFixed(3).padStart(8)} ${what}\n`;
    this.#hasher.update(line);
    if (this.#keepsLines) this.lines.push(line);
  }

  /** The same for two runs in which the same happened at the same times. */
  traceHash(): string {
    return this.#hasher.digest("hex");
  }

  violate(sentence: string): void {
    this.trace(`VIOLATED ${sentence}`);
    if (this.violations.length < violationsMax) this.violations.push(sentence);
  }
}

/** After the first, more only say the same again. */
const violationsMax = 5;
