/** The sessions of a cell: connects them, brings them into the room, and hands on what they hear. */
import type { Socket } from "bun";
import type { Meter } from "./meter.ts";
import type { Place, Protocol } from "./peers/peer.ts";

export interface CrowdOptions {
  readonly protocol: Protocol;
  readonly port: number;
  readonly size: number;
  /** On their way in at once. */
  readonly enteringMax: number;
  readonly placeOf: (session: number) => Place;
  /** The session whose words are kept in `overheard`. */
  readonly eavesdropped: number;
  /** A socket has room again. */
  readonly drained: (session: number) => void;
}

export interface Member {
  readonly index: number;
  readonly socket: Socket<Member | undefined>;
  heard: string;
  state: "entering" | "in" | "closed";
}

export class Crowd {
  readonly members: Member[] = [];
  dropped = 0;
  /** Why a session could not enter. */
  refusal: string | undefined;
  /** Set while a phase runs: it gets all that is heard. */
  meter: Meter | undefined;
  /** What the eavesdropped session heard since this was emptied; bounded, since it is read only after silence. */
  overheard = "";
  #entered = 0;
  #bytes = 0;
  readonly #options: CrowdOptions;

  constructor(options: CrowdOptions) {
    this.#options = options;
  }

  /** Connects all, some at a time; false when it takes too long or one is refused. */
  async enter(secondsMax: number): Promise<boolean> {
    const deadline = performance.now() + secondsMax * 1000;
    const { size, enteringMax } = this.#options;
    while (this.#entered < size) {
      if (this.refusal !== undefined || this.dropped > 0 || performance.now() > deadline) return false;
      const opening = Math.min(
        enteringMax - (this.members.length - this.#entered),
        size - this.members.length,
      );
      if (opening > 0) await Promise.all(Array.from({ length: opening }, () => this.#open()));
      else await Bun.sleep(1);
    }
    return true;
  }

  get entered(): number {
    return this.#entered;
  }

  /** Resolves when nothing was heard for a while; false when it never gets quiet. */
  async quiet(silenceMs: number, secondsMax: number): Promise<boolean> {
    const deadline = performance.now() + secondsMax * 1000;
    while (performance.now() < deadline) {
      const bytes = this.#bytes;
      await Bun.sleep(silenceMs);
      if (bytes === this.#bytes) return true;
    }
    return false;
  }

  /** Resolves when the overheard session has been sent something; false when that takes too long. */
  async overhears(secondsMax: number): Promise<boolean> {
    const deadline = performance.now() + secondsMax * 1000;
    while (this.overheard === "" && performance.now() < deadline) await Bun.sleep(5);
    return this.overheard !== "";
  }

  close(): void {
    for (const member of this.members) member?.socket.terminate();
  }

  async #open(): Promise<void> {
    const index = this.members.length;
    this.members.length += 1;
    const closed = ({ data }: Socket<Member | undefined>) => this.#closed(data);
    await Bun.connect<Member | undefined>({
      hostname: "127.0.0.1",
      port: this.#options.port,
      data: undefined,
      socket: {
        open: (socket) => {
          const member: Member = { index, socket, heard: "", state: "entering" };
          socket.data = member;
          this.members[index] = member;
          socket.write(this.#options.protocol.greet(index));
        },
        data: ({ data: member }, chunk) => {
          if (member === undefined) return;
          if (this.meter === undefined) this.#heard(member, chunk);
          else this.meter.received(member.index, chunk);
        },
        drain: () => this.#options.drained(index),
        close: closed,
        error: closed,
        connectError: (_socket, error) => {
          this.refusal ??= `a connection failed: ${error.message}`;
        },
      },
    }).catch((error: unknown) => {
      this.refusal ??= String(error);
    });
  }

  #heard(member: Member, chunk: Buffer): void {
    this.#bytes += chunk.length;
    const { protocol, placeOf, eavesdropped } = this.#options;
    if (member.index === eavesdropped && member.state === "in")
      this.overheard = `${this.overheard}${chunk.toString("latin1")}`.slice(-overheardMax);
    if (member.state === "entering" || chunk.length <= questionBytesMax) {
      const answer = protocol.answer?.(chunk.toString("latin1"));
      if (answer !== undefined) member.socket.write(answer);
    }
    if (member.state !== "entering") return;
    member.heard = `${member.heard}${chunk.toString("latin1")}`;
    const next = protocol.heed(member.heard, { session: member.index, place: placeOf(member.index) });
    if (next.type === "wait") return;
    member.heard = "";
    if (next.type === "say") member.socket.write(next.words);
    else if (next.type === "refused") this.refusal = next.reason;
    else {
      member.state = "in";
      this.#entered += 1;
    }
  }

  #closed(member: Member | undefined): void {
    if (member?.state === "closed") return;
    if (member !== undefined) member.state = "closed";
    this.dropped += 1;
  }
}

const overheardMax = 4096;
/** Longer pieces are not looked through for questions: they are what others did. */
const questionBytesMax = 512;
