/** Programs that write numbered texts, and what is known of each text. */
import type { Claims } from "./checker.ts";
import { textOf } from "./checker.ts";
import type { Child, Place } from "./place.ts";
import { hasEnded, textOfFile } from "./place.ts";

/** What all writers of a scenario have tried, and what was acknowledged. */
export class Ledger implements Claims {
  readonly attempted = new Set<string>();
  readonly acknowledged = new Set<string>();

  only(isMeant: (key: string) => boolean): Claims {
    const part = (keys: ReadonlySet<string>) => new Set([...keys].filter(isMeant));
    return { attempted: part(this.attempted), acknowledged: part(this.acknowledged) };
  }
}

export interface SenderOptions {
  readonly port: number;
  readonly ledger: Ledger;
  readonly room?: string;
  readonly flags?: readonly string[];
  /** Makes messages longer. */
  readonly paddingBytes?: number;
}

/** Ended runs of one writer, by `chat send`. */
export interface SendEnd {
  readonly code: number;
  readonly killed: boolean;
  readonly said: string;
}

/** For texts that have to arrive. @returns what is wrong */
export async function mustSend(sender: Sender, count: number, when: string): Promise<readonly string[]> {
  const { code, said } = await sender.send(count);
  return code === 0 ? [] : [`${when}: chat send ended with ${code}: ${said}`];
}

/** A person who pipes lines into `chat send`, again and again. */
export class Sender {
  readonly name: string;
  readonly #place: Place;
  readonly #options: SenderOptions;
  #runs = 0;
  #child: Child | undefined;

  constructor(place: Place, name: string, options: SenderOptions) {
    this.name = name;
    this.#place = place;
    this.#options = options;
  }

  /** Sends so many lines. Exit code 0 acknowledges all of them; any other says nothing of any. */
  async send(count: number): Promise<SendEnd> {
    const { port, ledger, room = "lobby", flags = [], paddingBytes = 0 } = this.#options;
    this.#runs += 1;
    const keys = Array.from({ length: count }, (_, index) => textOf(this.name, this.#runs, index));
    for (const key of keys) ledger.attempted.add(key);
    const padding = paddingBytes === 0 ? "" : ` ${"x".repeat(paddingBytes)}`;
    const [out, error] = [this.#place.fresh("send-out"), this.#place.fresh("send-error")];
    const child = this.#place.start(
      [this.#place.binary, "send", `${this.name}@127.0.0.1:${port}`, "--room", room, ...flags],
      {
        out,
        error,
        environment: this.#place.home(this.name),
        input: keys.map((key) => `${key}${padding}\n`).join(""),
      },
    );
    this.#child = child;
    const code = await child.exited;
    if (code === 0) for (const key of keys) ledger.acknowledged.add(key);
    return { code, killed: child.signalCode !== null, said: textOfFile(error).trim() };
  }

  /** True if there was one to kill. */
  kill(): boolean {
    if (this.#child === undefined || hasEnded(this.#child)) return false;
    this.#child.kill("SIGKILL");
    return true;
  }
}
