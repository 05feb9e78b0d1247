/**
 * The session of a program in a pipe, which `send`, `tail` and `history` share: logs in under a nickname, reports on
 * stderr how the connection is, and leaves when it is told to.
 */
import type { Writable } from "node:stream";
import type { Catalogue } from "../../locale/catalogue.ts";
import { faultText } from "../../protocol/faults.ts";
import { pipeRefusalsToldMax } from "../limits.ts";
import { cleanLine, excerpt } from "../../protocol/text.ts";
import { addressText } from "../address-text.ts";
import { gapText } from "../event-text.ts";
import { Driver } from "../driver.ts";
import type { PipePorts } from "../ports.ts";
import type { Link, ShownEvent } from "../shown-event.ts";
import { freshKeyPrefix } from "../key-prefix.ts";
import type { Ending } from "../session/effects.ts";
import type { Heartbeat } from "../session/state.ts";
import { nicknamesFor } from "./nicknames.ts";

/** The server and room that a program uses, and its streams. */
export interface PipeTarget {
  readonly host: string;
  readonly port: number;
  /** Checked; undefined: the user's own, or one like it. */
  readonly nickname: string | undefined;
  /** Checked. */
  readonly room: string;
  readonly catalogue: Catalogue;
  readonly ports: PipePorts;
  readonly stderr: Writable;
  /** Aborted to leave. */
  readonly signal: AbortSignal;
}

export interface PipeSessionOptions {
  readonly target: PipeTarget;
  /** Goes on trying also when the first try fails. */
  readonly persistent: boolean;
  readonly heartbeat?: Heartbeat | undefined;
  readonly show: (event: ShownEvent) => void;
  /** After all that happened is done with. */
  readonly settled: () => void;
}

/** The exit code, and what is to be said about it on stderr: nothing when all went as it was wished. */
export interface PipeEnd {
  readonly code: 0 | 1;
  readonly reason?: string | undefined;
}

/** What was refused: a message's text, and the line of piped input that it comes from, counted from 1. */
interface Refused {
  readonly text?: string | undefined;
  readonly line?: number | undefined;
}

export class PipeSession {
  readonly driver: Driver;
  readonly #options: PipeSessionOptions;
  #nicknames: Generator<string, undefined>;
  #troubled = false;
  #refusalsTold = 0;
  /** Why no nickname was good enough. */
  #turnedAway: string | undefined;

  constructor(options: PipeSessionOptions) {
    const { host, port, nickname, room, catalogue, ports } = options.target;
    this.#options = options;
    this.#nicknames = this.#freshNicknames();
    // Without a store: the identity of a person is not a program's to take, since it would throw them out of the room.
    this.driver = new Driver({
      session: {
        host,
        address: addressText(host, port),
        nickname: this.#nextNickname(),
        canAsk: true,
        catalogue,
        keyPrefix: freshKeyPrefix(),
        completes: false,
        backlog: 0,
        heartbeat: options.heartbeat,
        program: { room, persistent: options.persistent, anyNickname: nickname === undefined },
      },
      connect: ports.connect,
      runtime: ports.runtime,
      openFace: () => ({
        show: (event) => this.#show(event),
        whenShown: (call) => call(),
        setNicknames: () => undefined,
        ask: (reason) => this.#nameAnother(reason),
        settled: options.settled,
      }),
    });
  }

  /** Resolves when the line is closed; `reason` is set when it ended otherwise than by leaving. */
  async run(): Promise<Ending> {
    const { signal } = this.#options.target;
    const onAbort = (): void => this.driver.dispatch({ type: "leave", mode: "brief" });
    signal.addEventListener("abort", onAbort);
    const ended = this.driver.run();
    if (signal.aborted) onAbort();
    const { reason = this.#turnedAway, ...ending } = await ended;
    signal.removeEventListener("abort", onAbort);
    return { ...ending, reason };
  }

  /** Ends it at once: leaving a second time waits for nothing. */
  giveUp(): void {
    this.driver.dispatch({ type: "leave", mode: "brief" });
    this.driver.dispatch({ type: "leave", mode: "brief" });
  }

  /** A line for whoever runs the program. */
  tell(sentence: string): void {
    this.#options.target.stderr.write(`${cleanLine(sentence)}\n`);
  }

  /** Of many refusals only the first are told. */
  tellRefusal(sentence: string, { text, line }: Refused): void {
    this.#refusalsTold += 1;
    if (this.#refusalsTold > pipeRefusalsToldMax) return;
    const { client } = this.#options.target.catalogue;
    const whole = text === undefined ? sentence : `${sentence} (${excerpt(text)})`;
    this.tell(line === undefined ? whole : client.atLine(line, whole));
  }

  #nameAnother(reason: string | undefined): void {
    const nickname = this.#nextNickname();
    if (nickname === undefined) this.#turnedAway = reason;
    this.driver.dispatch({ type: "named", nickname });
  }

  #nextNickname(): string | undefined {
    return this.#nicknames.next().value;
  }

  #freshNicknames(): Generator<string, undefined> {
    const { nickname, ports } = this.#options.target;
    return nicknamesFor(nickname, ports.userName, ports.runtime.random);
  }

  #show(event: ShownEvent): void {
    const { catalogue } = this.#options.target;
    if (event.type === "link") this.#tellLink(event.link);
    else if (event.type === "refused") {
      const { fault, text, line } = event;
      if (fault === undefined) this.tellRefusal(text, { line });
      else this.tellRefusal(faultText(catalogue.faults, fault), { text, line });
    }
    if (event.type === "gap") this.tell(gapText(event, catalogue));
    if (event.type === "delayed") this.tell(catalogue.client.delayed);
    if (event.type === "broken") this.tell(catalogue.client.brokenMessages(event.count));
    this.#options.show(event);
  }

  /** Nothing is said while all is well. */
  #tellLink(link: Link): void {
    const { pipe } = this.#options.target.catalogue;
    if (link.state === "online") {
      this.#nicknames = this.#freshNicknames();
      if (this.#troubled) this.tell(pipe.back);
      this.#troubled = false;
    }
    if (link.state !== "offline") return;
    this.#troubled = true;
    this.tell(pipe.retrying(link.reason, Math.ceil(link.retryInMs / 1_000)));
  }
}
