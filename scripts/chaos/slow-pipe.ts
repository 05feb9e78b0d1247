/** A pipe from a program to a file that can be held: while it is, nothing is taken from the program. */
import type { Child, Place } from "./place.ts";
import { kill } from "./place.ts";

export class SlowPipe {
  /** Where the program is to write. */
  readonly path: string;
  readonly #child: Child;

  /** @param out the file */
  constructor(place: Place, out: string) {
    this.path = place.fresh("pipe");
    Bun.spawnSync(["mkfifo", this.path]);
    // Both ends: it opens at once, and does not end with the program.
    const command = ["sh", "-c", 'exec cat <>"$1"', "sh", this.path];
    this.#child = place.start(command, { out, error: place.fresh("pipe-error") });
  }

  hold(): void {
    this.#child.kill("SIGSTOP");
  }

  release(): void {
    this.#child.kill("SIGCONT");
  }

  async kill(): Promise<void> {
    await kill(this.#child);
  }
}
