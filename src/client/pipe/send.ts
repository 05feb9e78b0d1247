/** `chat send`: brings texts into a room, and knows of each whether the server has it. */
import type { Readable } from "node:stream";
import { faultText } from "../../protocol/faults.ts";
import type { Fault } from "../../protocol/faults.ts";
import { pipeMessagesMax } from "../limits.ts";
import { messageBytesMax } from "../../protocol/limits.ts";
import { parseMessage } from "../../protocol/requests.ts";
import type { ShownEvent } from "../shown-event.ts";
import { LineReader } from "../stream/line-reader.ts";
import type { Ending } from "../session/effects.ts";
import type { Heartbeat } from "../session/state.ts";
import { unreadableText } from "../event-text.ts";
import { Deadline, heartbeatWithin } from "./deadline.ts";
import type { PipeEnd, PipeTarget } from "./pipe-session.ts";
import { PipeSession } from "./pipe-session.ts";
import type { ReadResult } from "../stream/read-all.ts";
import { readAll } from "../stream/read-all.ts";

export interface SendOptions {
  readonly target: PipeTarget;
  /** One message; undefined: what comes from `stdin`. */
  readonly text: string | undefined;
  readonly stdin: Readable;
  /** All of `stdin` is one message, instead of each line. */
  readonly whole: boolean;
  /** How long it goes on trying while the server takes nothing. */
  readonly timeoutMs: number;
  /** Left out: such that a dead line is noticed in time to send everything again. */
  readonly heartbeat?: Heartbeat | undefined;
}

/** Resolves when everything is acknowledged, or will not be. A room is entered only when there is something to say. */
export function send(options: SendOptions): Promise<PipeEnd> {
  return new Sending(options).run();
}

class Sending {
  readonly #options: SendOptions;
  readonly #session: PipeSession;
  readonly #deadline: Deadline;
  readonly #ended = Promise.withResolvers<PipeEnd>();
  #pull: () => void = () => undefined;
  #stopReading: () => void = () => undefined;
  #entered = false;
  #inputEnded = false;
  #said = 0;
  /** By this side before they were sent, or by the server. */
  #refused = 0;
  /** Messages whose answers break the protocol. */
  #unknown = 0;
  #isOld = false;
  #gaveUp = false;
  /** Why the input could not be read to its end. */
  #unreadable: string | undefined;

  constructor(options: SendOptions) {
    this.#options = options;
    this.#session = new PipeSession({
      target: options.target,
      persistent: true,
      heartbeat: options.heartbeat ?? heartbeatWithin(options.timeoutMs),
      show: (event) => this.#show(event),
      settled: () => this.#settled(),
    });
    this.#deadline = new Deadline(options.target.ports.runtime, options.timeoutMs, () => {
      this.#gaveUp = true;
      this.#session.giveUp();
    });
  }

  async run(): Promise<PipeEnd> {
    const { signal } = this.#options.target;
    const onAbort = (): void => void (this.#entered || this.#finish(nothingSent));
    signal.addEventListener("abort", onAbort);
    this.#read();
    if (signal.aborted) onAbort();
    const end = await this.#ended.promise;
    signal.removeEventListener("abort", onAbort);
    this.#stopReading();
    this.#deadline.stop();
    return end;
  }

  /** Only an old server refuses a message without saying which one. */
  #show(event: ShownEvent): void {
    if (event.type === "link" && event.link.state === "online") this.#isOld = event.link.memory === "none";
    if (event.type !== "refused" || (event.returned === undefined && !this.#isOld)) return;
    if (event.outcome === "unknown") this.#unknown += 1;
    else this.#refused += 1;
  }

  #read(): void {
    const { text, stdin, whole } = this.#options;
    if (text !== undefined) {
      this.#takeArgument(text);
      return;
    }
    if (whole) {
      this.#stopReading = readAll(stdin, (taken) => this.#takeWhole(taken));
      return;
    }
    const reader = new LineReader(stdin, {
      wanted: () => this.#session.driver.unanswered < pipeMessagesMax,
      line: (line, number) => this.#take(line, number),
      end: (failure) => this.#endInput(failure),
    });
    this.#pull = () => reader.pull();
    this.#stopReading = () => reader.stop();
  }

  /** One that holds nothing is a mistake, unlike an empty line of an input. */
  #takeArgument(text: string): void {
    if (isBlank(text)) this.#refuse({ code: "message_empty" });
    else this.#take(text);
    this.#endInput();
  }

  #takeWhole(whole: ReadResult): void {
    if (whole.type === "tooLong") this.#refuse({ code: "message_too_long", bytesMax: messageBytesMax });
    else if (whole.type === "text") this.#take(whole.text);
    this.#endInput(whole.type === "unreadable" ? whole.code : undefined);
  }

  /** @param line counted from 1, of an input that has lines */
  #take(text: string, line?: number): void {
    const message = parseMessage(text);
    if (!message.ok) return isBlank(text) ? undefined : this.#refuse(message.fault, { text, line });
    this.#said += 1;
    this.#session.driver.dispatch({ type: "programMessage", text: message.value, line });
    if (!this.#entered) this.#enter();
  }

  #refuse(fault: Fault, about: { readonly text?: string; readonly line?: number | undefined } = {}): void {
    this.#refused += 1;
    this.#session.tellRefusal(faultText(this.#options.target.catalogue.faults, fault), about);
  }

  /** @param failure the system's code, of an input that cannot be read on */
  #endInput(failure?: string): void {
    this.#inputEnded = true;
    if (failure !== undefined) this.#unreadable = unreadableText(failure, this.#options.target.catalogue);
    if (this.#entered) this.#session.driver.dispatch({ type: "leave", mode: "full" });
    else this.#finish(nothingSent);
  }

  #enter(): void {
    this.#entered = true;
    void this.#session.run().then((ending) => this.#finish(ending));
  }

  /** The deadline runs while something waits for the server, and begins anew with each message that it took. */
  #settled(): void {
    const { unanswered } = this.#session.driver;
    const waits = this.#entered && unanswered > 0;
    this.#deadline.watch(waits ? this.#said - unanswered : undefined);
    this.#pull();
  }

  #finish({ reason, unsent, unacknowledged }: Pick<Ending, "reason" | "unsent" | "unacknowledged">): void {
    const { pipe, client } = this.#options.target.catalogue;
    const lost = this.#refused + unsent;
    const unsure = this.#unknown + unacknowledged;
    const interrupted = !this.#inputEnded && reason === undefined && !this.#gaveUp;
    const parts = [
      this.#unreadable,
      this.#gaveUp ? pipe.gaveUp(Math.ceil(this.#options.timeoutMs / 1_000)) : reason,
      interrupted ? pipe.interrupted : undefined,
      lost > 0 ? client.notSent(lost) : undefined,
      unsure > 0 ? client.notAcknowledged(unsure) : undefined,
    ].filter((part) => part !== undefined);
    const code = parts.length === 0 ? 0 : 1;
    this.#ended.resolve({ code, reason: parts.length === 0 ? undefined : parts.join(" ") });
  }
}

/** No room was entered. */
const nothingSent = { unsent: 0, unacknowledged: 0 };

function isBlank(text: string): boolean {
  const message = parseMessage(text);
  return !message.ok && message.fault.code === "message_empty";
}
