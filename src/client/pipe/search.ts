/** `chat search`: the messages of a room that hold all words, as lines of output, the oldest first. */
import type { Writable } from "node:stream";
import { historyEntriesMax } from "../../protocol/limits.ts";
import type { Link, Message, ShownEvent } from "../shown-event.ts";
import { StreamWriter } from "../stream/stream-writer.ts";
import { Deadline, heartbeatWithin } from "./deadline.ts";
import type { Since } from "./find-start.ts";
import { jsonLine, plainLine } from "./line.ts";
import type { PipeEnd, PipeTarget } from "./pipe-session.ts";
import { PipeSession } from "./pipe-session.ts";

export interface SearchOptions {
  readonly target: PipeTarget;
  readonly stdout: Writable;
  readonly query: string;
  /** Nothing before this; undefined: everything. */
  readonly since: Since | undefined;
  /** The newest so many matches. */
  readonly lines: number;
  readonly json: boolean;
  /** How long it goes on trying while no answer comes. */
  readonly timeoutMs: number;
}

/** Resolves when all was written to `stdout`, or nobody wants more. */
export function searchRoom(options: SearchOptions): Promise<PipeEnd> {
  return new Searching(options).run();
}

class Searching {
  readonly #options: SearchOptions;
  readonly #session: PipeSession;
  readonly #output: StreamWriter;
  readonly #deadline: Deadline;
  /** The newest first. */
  readonly #found: Message[] = [];
  #answers = 0;
  #paused = false;
  #hasAsked = false;
  /** Why it has to end, when it cannot do what it was asked for. */
  #failure: string | undefined;

  constructor(options: SearchOptions) {
    const { target, stdout, timeoutMs } = options;
    this.#options = options;
    this.#session = new PipeSession({
      target,
      persistent: false,
      heartbeat: heartbeatWithin(timeoutMs),
      show: (event) => this.#show(event),
      settled: () => this.#settled(),
    });
    this.#output = new StreamWriter(stdout, {
      full: (full) => {
        this.#paused = full;
        this.#settled();
      },
      closed: () => this.#session.giveUp(),
    });
    this.#deadline = new Deadline(target.ports.runtime, timeoutMs, () => {
      this.#fail(target.catalogue.pipe.gaveUp(Math.ceil(timeoutMs / 1_000)));
    });
  }

  async run(): Promise<PipeEnd> {
    const { reason, refused, broken = 0 } = await this.#session.run();
    this.#deadline.stop();
    this.#output.stop();
    const why = this.#failure ?? reason;
    return { code: why === undefined && refused === 0 && broken === 0 ? 0 : 1, reason: why };
  }

  #show(event: ShownEvent): void {
    if (event.type === "link") this.#link(event.link);
    else if (event.type === "past") this.#take(event);
    // All that is asked for is to be in the room and to search: without it nothing is left to do.
    else if (event.type === "refused") this.#session.giveUp();
  }

  #link(link: Link): void {
    if (link.state !== "online") return;
    if (link.memory === "none") return this.#fail(this.#options.target.catalogue.client.oldServer);
    // What was not answered on the last connection is asked again by the session.
    if (!this.#hasAsked) this.#ask(undefined);
    this.#hasAsked = true;
  }

  #take({ messages, nextBefore, searchedTo }: Extract<ShownEvent, { type: "past" }>): void {
    this.#answers += 1;
    const wanted = messages.filter((message) => this.#isWanted(message));
    this.#found.push(...wanted.toReversed());
    const isBeyond = wanted.length < messages.length || this.#isBeyond(nextBefore, searchedTo);
    if (nextBefore !== undefined && !isBeyond && this.#found.length < this.#options.lines)
      return this.#ask(nextBefore);
    const line = this.#options.json ? jsonLine : plainLine;
    this.#output.write(this.#found.slice(0, this.#options.lines).toReversed().map(line).join(""));
    return this.#session.giveUp();
  }

  #ask(before: number | undefined): void {
    const { query, lines } = this.#options;
    const limit = Math.min(Math.max(1, lines - this.#found.length), historyEntriesMax);
    this.#session.driver.dispatch({ type: "programSearch", query, before, limit });
  }

  #isWanted({ seq = 0, time }: Message): boolean {
    const { since } = this.#options;
    if (since === undefined) return true;
    return since.type === "seq" ? seq > since.seq : time >= since.time;
  }

  /** Whether nothing before this seq, of this time, is wanted. */
  #isBeyond(seq = 0, time = Infinity): boolean {
    const { since } = this.#options;
    if (since === undefined) return false;
    return since.type === "seq" ? seq <= since.seq + 1 : time < since.time;
  }

  /** A reader that waits for whoever reads its own output is not one that waits for the server. */
  #settled(): void {
    this.#deadline.watch(this.#paused ? undefined : this.#answers);
  }

  #fail(reason: string): void {
    this.#failure = reason;
    this.#session.giveUp();
  }
}
