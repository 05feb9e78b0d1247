/**
 * A v2 client that sends every message several times under the same key, also with other texts and over other
 * connections, and garbage in between. Whatever it does, each key has one place.
 */
import { FrameReader } from "../../src/protocol/framing.ts";
import { frameDepthMax, serverFrameBytesMax } from "../../src/protocol/limits.ts";
import { decodeServerMessage } from "../../src/protocol/server-decoder.ts";
import type { ServerMessage } from "../../src/protocol/server-message.ts";
import type { Entry } from "../../src/protocol/entry.ts";
import { idOf } from "./ledger.ts";
import type { Ledger } from "./ledger.ts";
import type { Network } from "./network.ts";
import { Visitor } from "./visitor.ts";
import type { World } from "./world.ts";

export class Rogue {
  readonly #world: World;
  readonly #ledger: Ledger;
  readonly #visitor: Visitor;
  #reader = freshReader();
  #token: string | undefined;
  #here = false;
  #keys = 0;
  #sent = 0;

  constructor(world: World, network: Network, ledger: Ledger) {
    this.#world = world;
    this.#ledger = ledger;
    this.#visitor = new Visitor(world, network, "rogue", {
      opened: () => {
        this.#reader = freshReader();
        const { random } = world;
        this.#say({
          type: "login",
          msg: "rogue",
          v: 2,
          token: this.#token,
          after: random.chance(0.5) ? {} : undefined,
        });
      },
      received: (chunk) => this.#received(chunk),
      closed: () => (this.#here = false),
    });
  }

  live(): void {
    this.#visitor.connect();
    this.#again();
  }

  /** Of all that was sent under one key, one is kept. */
  check(entries: readonly Entry[]): void {
    const seen = new Set<string>();
    for (const { from, key } of entries) {
      if (from !== "rogue" || key === undefined) continue;
      if (seen.has(key)) this.#world.violate(`${key} of the rogue is kept twice`);
      seen.add(key);
    }
  }

  #again(): void {
    const { clock, random, calm } = this.#world;
    clock.after(random.between(100, 4_000), () => {
      if (calm) return;
      if (this.#here) this.#act();
      this.#again();
    });
  }

  #act(): void {
    const { random } = this.#world;
    const dice = random.integer(0, 9);
    if (dice === 0) this.#visitor.hangUp();
    else if (dice === 1)
      this.#visitor.send(random.pick(['{"type":', "\u0000\n", '{"type":"broadcast"}', "{}\n"]));
    else {
      if (dice < 6 || this.#keys === 0) this.#keys += 1;
      const key = `k${random.integer(Math.max(1, this.#keys - 2), this.#keys)}`;
      for (let count = random.integer(1, 3); count > 0; count -= 1) {
        this.#sent += 1;
        this.#say({ type: "broadcast", msg: `rogue-${this.#sent}`, key });
      }
    }
  }

  #say(fields: object): void {
    this.#visitor.send(`${JSON.stringify(fields)}\n`);
  }

  #received(chunk: Uint8Array): void {
    this.#reader.push(chunk);
    for (let frame = this.#reader.next(); frame !== undefined; frame = this.#reader.next()) {
      const message = frame.ok ? decodeServerMessage(frame.value) : frame;
      if (message.ok) this.#hear(message.value);
    }
  }

  #hear(message: ServerMessage): void {
    if (message.type === "login") {
      if (!message.success) return this.#visitor.hangUp();
      this.#here = true;
      this.#token = message.token;
    } else if (message.type === "ping") this.#say({ type: "pong" });
    else if (message.type === "entry") {
      const { from, key, log, seq, text } = message.entry;
      if (from === "rogue" && key !== undefined)
        this.#ledger.acknowledge({ who: "rogue.1", log, seq, id: idOf(text), key });
    }
  }
}

function freshReader(): FrameReader {
  return new FrameReader({ bytesMax: serverFrameBytesMax, depthMax: frameDepthMax });
}
