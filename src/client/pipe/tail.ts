/** `chat tail` and `chat history`: a room's messages as lines of output, each once and in order. */
import type { Writable } from "node:stream";
import { lobby } from "../../protocol/entry.ts";
import { gapText } from "../event-text.ts";
import type { Gap, Link, Message, ShownEvent } from "../shown-event.ts";
import type { Ending } from "../session/effects.ts";
import { Deadline, heartbeatWithin } from "./deadline.ts";
import { jsonLine, plainLine } from "./line.ts";
import { StreamWriter } from "../stream/stream-writer.ts";
import { HistoryReader } from "./history-reader.ts";
import type { HistorySelection } from "./find-start.ts";
import type { PipeEnd, PipeTarget } from "./pipe-session.ts";
import { PipeSession } from "./pipe-session.ts";

export interface TailOptions {
  readonly target: PipeTarget;
  readonly stdout: Writable;
  readonly selection: HistorySelection;
  /** Goes on with what is said from now on, for as long as it takes. */
  readonly follow: boolean;
  readonly json: boolean;
  /** When nothing is followed: how long it goes on trying while no answer comes. */
  readonly timeoutMs: number;
}

/** Resolves when all was written to `stdout`, or nobody wants more. */
export function tail(options: TailOptions): Promise<PipeEnd> {
  return new Tailing(options).run();
}

class Tailing {
  readonly #options: TailOptions;
  readonly #session: PipeSession;
  readonly #reader: HistoryReader;
  readonly #output: StreamWriter;
  readonly #deadline: Deadline;
  #pages = 0;
  #begun = false;
  /** Nobody else is in the room, and it has no topic. */
  #made = false;
  #paused = false;
  /** Something of what was asked for is not there any more. */
  #isIncomplete = false;
  /** Why it has to end, when it cannot do what it was asked for. */
  #failure: string | undefined;

  constructor(options: TailOptions) {
    const { target, stdout, selection, follow } = options;
    this.#options = options;
    this.#session = new PipeSession({
      target,
      persistent: false,
      heartbeat: follow ? undefined : heartbeatWithin(options.timeoutMs),
      show: (event) => this.#show(event),
      settled: () => this.#settled(),
    });
    const { driver } = this.#session;
    this.#reader = new HistoryReader({
      selection,
      follow,
      answersSince: () => driver.answersSince,
      request: (range) => driver.dispatch({ type: "programHistory", range }),
      give: (messages) => this.#write(messages),
      missing: (from, to) => this.#tellMissing(from, to),
      beyond: (seq, head) => this.#tellBeyond(seq, head),
      done: () => this.#session.giveUp(),
    });
    this.#output = new StreamWriter(stdout, {
      full: (full) => {
        this.#paused = full;
        driver.setPaused(full);
        this.#settled();
      },
      closed: () => this.#session.giveUp(),
    });
    this.#deadline = new Deadline(target.ports.runtime, options.timeoutMs, () => {
      this.#fail(target.catalogue.pipe.gaveUp(Math.ceil(options.timeoutMs / 1_000)));
    });
  }

  async run(): Promise<PipeEnd> {
    const ending = await this.#session.run();
    this.#deadline.stop();
    this.#output.stop();
    return endOf(ending, this.#failure, this.#isIncomplete);
  }

  #show(event: ShownEvent): void {
    switch (event.type) {
      case "link":
        return this.#link(event.link);
      case "here":
        this.#made = event.members === 1 && event.topic === "" && event.conversation !== lobby;
        return undefined;
      case "past":
        this.#pages += 1;
        if (this.#pages === 1 && event.messages.length === 0 && this.#isMissing()) return undefined;
        return this.#reader.page(event.messages);
      case "message":
        return this.#hear(event);
      case "gap":
        return this.#skip(event);
      case "refused":
        // Without history there is nothing left to do; a sentence that answers no request changes nothing.
        return event.outcome === undefined ? undefined : this.#session.giveUp();
      default:
    }
  }

  /** Reading a room makes it, so that one which was not there is one where nobody is and nothing was said. */
  #isMissing(): boolean {
    const { follow, target } = this.#options;
    if (follow || !this.#made) return false;
    this.#fail(target.catalogue.pipe.noSuchRoom(target.room));
    return true;
  }

  #link(link: Link): void {
    if (link.state !== "online") return;
    if (link.memory === "none") return this.#meetOldServer();
    if (!this.#begun || link.memory === "other") this.#reader.start();
    this.#begun = true;
  }

  /** It has nothing to read back, but what is said from now on can be followed. */
  #meetOldServer(): void {
    const { target, follow } = this.#options;
    const { oldServer } = target.catalogue.client;
    if (!follow) this.#fail(oldServer);
    else if (!this.#begun) this.#session.tell(oldServer);
    this.#begun = true;
  }

  #hear(message: Message): void {
    if (message.to === undefined && message.room === this.#options.target.room) this.#reader.live(message);
  }

  #tellMissing(from: number, to: number): void {
    const { room, catalogue } = this.#options.target;
    this.#isIncomplete = true;
    this.#session.tell(gapText({ conversation: room, from, to, why: "deleted" }, catalogue));
  }

  #tellBeyond(seq: number, head: number): void {
    const { room, catalogue } = this.#options.target;
    this.#isIncomplete = true;
    this.#session.tell(catalogue.pipe.beyondEnd(room, seq, head));
  }

  #skip({ conversation, from, to, why }: Gap): void {
    if (conversation !== this.#options.target.room) return;
    this.#isIncomplete = true;
    this.#reader.skip(why === "branch" ? from - 1 : to);
  }

  #write(messages: readonly Message[]): void {
    const line = this.#options.json ? jsonLine : plainLine;
    this.#output.write(messages.map(line).join(""));
  }

  /** A reader that waits for whoever reads its own output is not one that waits for the server. */
  #settled(): void {
    this.#deadline.watch(this.#options.follow || this.#paused ? undefined : this.#pages);
  }

  #fail(reason: string): void {
    this.#failure = reason;
    this.#session.giveUp();
  }
}

/** What was dropped is missing in the output. */
function endOf(
  { reason, refused, broken = 0 }: Ending,
  failure: string | undefined,
  isIncomplete: boolean,
): PipeEnd {
  const why = failure ?? reason;
  const isWhole = why === undefined && refused === 0 && broken === 0 && !isIncomplete;
  return { code: isWhole ? 0 : 1, reason: why };
}
