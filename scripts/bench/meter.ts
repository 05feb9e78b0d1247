/**
 * Counts what arrives at every session, without reading it: all frames of a phase have lengths that are known before,
 * so the bytes that came tell how many messages came. Of each piece that comes one frame is looked into, and all
 * frames at the sessions that acknowledge.
 */

/** How the frames of a phase look. */
export interface Shape {
  /** The length of the first frame. */
  readonly bytes: number;
  /** What stands in a frame behind the text. */
  readonly tailBytes: number;
  /** The number in the first frame that grows by one with each, and so in length; undefined: there is none. */
  readonly sequence: number | undefined;
}

/** The shape of what follows after so many messages. */
export function shapeAfter(shape: Shape, messages: number): Shape {
  if (shape.sequence === undefined) return shape;
  const sequence = shape.sequence + messages;
  const grown = String(sequence).length - String(shape.sequence).length;
  return { ...shape, bytes: shape.bytes + grown, sequence };
}

export interface MeterOptions {
  readonly sessions: number;
  readonly senders: number;
  readonly rooms: "shared" | "own";
  readonly echoes: boolean;
  readonly shape: Shape;
  readonly messagesMax: number;
  /** The number of the first message of each sender in this phase. */
  readonly firstNumbers: readonly number[];
  /** So many messages of a sender have come back. */
  readonly acknowledged: (sender: number, count: number) => void;
}

export class Meter {
  /** Messages that each session has had. */
  readonly counts: Int32Array;
  garbled = 0;
  /** When the last piece came, by `performance.now()`. */
  lastAt = 0;
  readonly messagesMax: number;
  readonly #options: MeterOptions;
  readonly #bytes: Float64Array;
  /** Where the first so many frames end in what a session gets. */
  readonly #ends: Float64Array;
  /** How many marks an acknowledging session has seen. */
  readonly #seen: Int32Array;
  /** How many sessions still have to get the message at a place of the stream, and when the last got it. */
  readonly #missing: Int32Array;
  readonly #lastAt: Float64Array;
  /** Whose message stands at a place of the stream. */
  readonly #senderAt: Uint8Array;
  readonly #acknowledgements: Int32Array;
  /** For each session and sender, the highest number seen. */
  readonly #highest: Int32Array;

  constructor(options: MeterOptions) {
    const { sessions, senders, messagesMax, echoes, rooms } = options;
    this.#options = options;
    this.messagesMax = messagesMax;
    this.counts = new Int32Array(sessions);
    this.#bytes = new Float64Array(sessions);
    this.#seen = new Int32Array(sessions);
    this.#ends = endsOf(options.shape, messagesMax);
    // A sender that does not hear itself has another stream than the rest: its places are not theirs.
    this.#missing = new Int32Array(messagesMax).fill(echoes ? sessions : sessions - senders);
    this.#lastAt = new Float64Array(messagesMax);
    this.#senderAt = new Uint8Array(messagesMax);
    this.#acknowledgements = new Int32Array(senders);
    this.#highest = new Int32Array(rooms === "shared" ? sessions * senders : 0).fill(-1);
  }

  /** The session whose copy stands for all: the first that sends nothing. */
  get observer(): number {
    return this.#options.senders;
  }

  received(session: number, chunk: Uint8Array): void {
    const now = performance.now();
    this.lastAt = now;
    const before = this.#bytes[session] ?? 0;
    const after = before + chunk.length;
    this.#bytes[session] = after;
    const { rooms, echoes, senders } = this.#options;
    const sends = session < senders;
    if (rooms === "own") {
      this.#count(session, after);
      this.#scanOwn(session, after);
      return;
    }
    if (echoes || !sends) this.#countTimed(session, after, now);
    else this.#count(session, after);
    if ((sends && echoes) || session === senders) this.#scan(session, chunk, before);
    this.#sample(session, chunk, before);
  }

  /** For each message of the phase: whose it was, in the order of the observer, and when its last copy came. */
  *deliveries(): Generator<{ readonly sender: number; readonly at: number }> {
    const total = this.#seen[this.observer] ?? 0;
    for (let place = 0; place < total; place += 1)
      yield { sender: this.#senderAt[place] ?? 0, at: this.#lastAt[place] ?? 0 };
  }

  #count(session: number, bytes: number): void {
    const ends = this.#ends;
    let count = this.counts[session] ?? 0;
    while ((ends[count + 1] ?? Infinity) <= bytes) count += 1;
    this.counts[session] = count;
  }

  #countTimed(session: number, bytes: number, now: number): void {
    const ends = this.#ends;
    const missing = this.#missing;
    let count = this.counts[session] ?? 0;
    while ((ends[count + 1] ?? Infinity) <= bytes) {
      const left = (missing[count] ?? 0) - 1;
      missing[count] = left;
      if (left === 0) this.#lastAt[count] = now;
      count += 1;
    }
    this.counts[session] = count;
  }

  /** Alone in a room, every message is one's own. */
  #scanOwn(session: number, bytes: number): void {
    const seen = this.#seen[session] ?? 0;
    const count = this.counts[session] ?? 0;
    this.#seen[session] = count;
    if (bytes > 0 && count > seen) this.#options.acknowledged(session, count - seen);
  }

  /** Reads the sender of every frame whose mark lies in the chunk, and tells the senders. */
  #scan(session: number, chunk: Uint8Array, before: number): void {
    const { tailBytes } = this.#options.shape;
    const { echoes, senders, acknowledged } = this.#options;
    const fresh = this.#acknowledgements.fill(0);
    const observes = session === senders;
    const after = before + chunk.length;
    let seen = this.#seen[session] ?? 0;
    for (;;) {
      const at = (this.#ends[seen + 1] ?? Infinity) - tailBytes - 1;
      if (at >= after) break;
      const sender = (chunk[at - before] ?? 0) - digitZero;
      if (sender < 0 || sender >= senders) this.garbled += 1;
      else fresh[sender] = (fresh[sender] ?? 0) + 1;
      if (observes) this.#senderAt[seen] = sender;
      seen += 1;
    }
    this.#seen[session] = seen;
    if (observes && echoes) return;
    for (let sender = 0; sender < senders; sender += 1) {
      const count = fresh[sender] ?? 0;
      if (count > 0 && (sender === session || !echoes)) acknowledged(sender, count);
    }
  }

  /** Looks into the last whole frame of a chunk: a message that may come at this place, later than those before it. */
  #sample(session: number, chunk: Uint8Array, before: number): void {
    const { shape, senders, firstNumbers, echoes } = this.#options;
    const count = this.counts[session] ?? 0;
    const at = (this.#ends[count] ?? 0) - shape.tailBytes - 1 - before;
    if (count === 0 || at < numberDigits) return;
    const sender = (chunk[at] ?? 0) - digitZero;
    let number = 0;
    for (let digit = at - numberDigits; digit < at; digit += 1)
      number = number * 10 + (chunk[digit] ?? 0) - digitZero;
    number -= firstNumbers[sender] ?? 0;
    const key = session * senders + sender;
    const fits = senders === 1 && (echoes || session > 0) ? number === count - 1 : number < count;
    if (sender < 0 || sender >= senders || !fits || number <= (this.#highest[key] ?? -1)) this.garbled += 1;
    this.#highest[key] = number;
  }
}

/** A message's number, before the digit of its sender, at the end of its text. */
export const numberDigits = 8;

const digitZero = 0x30;

function endsOf(shape: Shape, count: number): Float64Array {
  const ends = new Float64Array(count + 1);
  let { bytes, sequence = 0 } = shape;
  let grows = 10 ** String(sequence).length;
  let end = 0;
  for (let place = 0; place < count; place += 1) {
    if (shape.sequence !== undefined && sequence >= grows) {
      grows *= 10;
      bytes += 1;
    }
    sequence += 1;
    end += bytes;
    ends[place + 1] = end;
  }
  return ends;
}
