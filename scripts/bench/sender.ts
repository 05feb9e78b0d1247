/** One session that sends: keeps its window full, many messages in one write. */
import { textBytes } from "./cells.ts";
import { numberDigits } from "./meter.ts";
import type { Place, Protocol } from "./peers/peer.ts";

export interface SenderOptions {
  readonly index: number;
  readonly window: number;
  readonly protocol: Protocol;
  readonly place: Place;
  readonly write: (bytes: Uint8Array) => number;
}

export class Sender {
  /** The number of the next message; goes on over all phases, so that none has the key of another. */
  next = 0;
  unanswered = 0;
  /** When each message of the phase was sent, by `performance.now()`. */
  sentAt = new Float64Array(0);
  #firstNumber = 0;
  #sending = false;
  readonly #options: SenderOptions;
  /** As many frames as the window holds; their numbers are written over again and again. */
  readonly #frames: Buffer;
  readonly #frameBytes: number;
  /** Where the number stands in a frame: in the text, perhaps in an id too. */
  readonly #numberPlaces: readonly number[];
  #waiting: Uint8Array = new Uint8Array(0);

  constructor(options: SenderOptions) {
    this.#options = options;
    const mark = `${"#".repeat(numberDigits)}${options.index % 10}`;
    const frame = options.protocol.publish(mark.padStart(textBytes, "x"), mark, options.place);
    this.#frameBytes = frame.length;
    this.#frames = Buffer.from(frame.repeat(options.window));
    this.#numberPlaces = Array.from(frame.matchAll(/#{8}/g), ({ index }) => index);
  }

  /** Messages of this phase. */
  get sent(): number {
    return this.next - this.#firstNumber;
  }

  get firstNumber(): number {
    return this.#firstNumber;
  }

  begin(messagesMax: number): void {
    this.#firstNumber = this.next;
    this.sentAt = new Float64Array(messagesMax);
    this.#sending = true;
    this.fill();
  }

  /** The next message is the last, or the one before was. */
  stop(): void {
    this.#sending = false;
  }

  /** One message, outside of any phase. */
  probe(): void {
    this.#send(1);
    this.unanswered = 0;
  }

  acknowledged(count: number): void {
    this.unanswered -= count;
    this.fill();
  }

  fill(): void {
    const room = Math.min(this.#options.window - this.unanswered, this.sentAt.length - this.sent);
    if (this.#sending && room > 0) this.#send(room);
  }

  drained(): void {
    const waiting = this.#waiting;
    this.#waiting = waiting.subarray(Math.max(0, this.#options.write(waiting)));
  }

  #send(count: number): void {
    const sent = this.sent;
    this.sentAt.fill(performance.now(), sent, sent + count);
    for (let index = 0; index < count; index += 1)
      for (const place of this.#numberPlaces)
        writeNumber(this.#frames, index * this.#frameBytes + place, this.next + index);
    this.next += count;
    this.unanswered += count;
    const bytes = this.#frames.subarray(0, count * this.#frameBytes);
    if (this.#waiting.length > 0) {
      this.#waiting = Buffer.concat([this.#waiting, bytes]);
      return;
    }
    const taken = Math.max(0, this.#options.write(bytes));
    if (taken < bytes.length) this.#waiting = Uint8Array.from(bytes.subarray(taken));
  }
}

function writeNumber(bytes: Buffer, place: number, number: number): void {
  let rest = number;
  for (let at = place + numberDigits - 1; at >= place; at -= 1) {
    bytes[at] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}
