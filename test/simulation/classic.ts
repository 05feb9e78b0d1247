/**
 * The old Python client as the server sees it: reads 1,024 bytes at a time as one object, knows no key and no cursor.
 * Sees whatever is said in the lobby while it is there, in order and without a gap.
 */
import * as v from "valibot";
import { lobby } from "../../src/protocol/entry.ts";
import { classicFrameBytesMax } from "../../src/protocol/limits.ts";
import { parseStamped } from "../../src/protocol/stamp.ts";
import { idOf } from "./ledger.ts";
import type { Network } from "./network.ts";
import { Visitor } from "./visitor.ts";
import type { World } from "./world.ts";

const frameSchema = v.object({
  type: v.string(),
  success: v.optional(v.boolean()),
  msg: v.optional(v.nullable(v.string())),
});

const patienceMs = 60_000;

export class ClassicPerson {
  readonly #world: World;
  readonly #name: string;
  readonly #others: readonly string[];
  readonly #visitor: Visitor;
  /** What was seen in the lobby, for each time it was there. */
  readonly #visits: string[][] = [];
  #bytes = Buffer.alloc(0);
  #greeted = false;
  #here = false;
  #written = 0;
  #heardAt = 0;

  constructor(world: World, network: Network, name: string, others: readonly string[]) {
    this.#world = world;
    this.#name = name;
    this.#others = others;
    this.#visitor = new Visitor(world, network, name, {
      opened: () => {
        this.#heardAt = world.clock.now();
        this.#bytes = Buffer.alloc(0);
        this.#greeted = false;
      },
      received: (chunk) => this.#received(chunk),
      closed: () => (this.#here = false),
    });
  }

  live(): void {
    this.#visitor.connect();
    this.#again();
  }

  missing(): readonly string[] {
    return this.#here ? [] : [`${this.#name} is not there`];
  }

  /** @param seqs the place of each message of the lobby, by its id */
  check(seqs: ReadonlyMap<string, number>): void {
    for (const visit of this.#visits) {
      let before: number | undefined;
      for (const id of visit) {
        const seq = seqs.get(id);
        if (seq === undefined || (before !== undefined && seq !== before + 1))
          this.#world.violate(`${this.#name} was sent ${id} (${seq}) behind ${before} of the ${lobby}`);
        before = seq;
      }
    }
  }

  #again(): void {
    const { clock, random } = this.#world;
    clock.after(random.between(500, 5_000), () => {
      // It has no heartbeat: its person wonders.
      if (this.#world.clock.now() - this.#heardAt > patienceMs) this.#visitor.hangUp();
      else if (this.#here && !this.#world.calm) this.#say();
      this.#again();
    });
  }

  #say(): void {
    this.#written += 1;
    const msg = `${this.#name}-${this.#written}`;
    const { random } = this.#world;
    const privately = random.chance(0.2);
    const nickname = random.pick(this.#others);
    this.#visitor.send(
      JSON.stringify(privately ? { type: "sendto", nickname, msg } : { type: "broadcast", msg }),
    );
  }

  #received(chunk: Uint8Array): void {
    this.#heardAt = this.#world.clock.now();
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    if (!this.#greeted) {
      const end = this.#bytes.indexOf("\r\n");
      if (end < 0) return;
      this.#greeted = true;
      this.#bytes = this.#bytes.subarray(end + 2);
      this.#visitor.send(JSON.stringify({ type: "login", msg: this.#name }));
    }
    for (
      ;
      this.#bytes.length >= classicFrameBytesMax;
      this.#bytes = this.#bytes.subarray(classicFrameBytesMax)
    )
      this.#read(this.#bytes.subarray(0, classicFrameBytesMax).toString());
  }

  #read(text: string): void {
    const { type, success, msg } = v.parse(frameSchema, JSON.parse(text));
    if (type === "login") {
      this.#here = success === true;
      if (this.#here) this.#visits.push([]);
      else this.#visitor.hangUp();
    } else if (type === "broadcast") {
      const stamped = parseStamped(msg ?? "");
      if (stamped.from === undefined) return;
      const id = idOf(stamped.text.trim());
      // A long text comes in parts, each with the tag; only the first begins with an id.
      if (id.includes("-")) this.#visits.at(-1)?.push(id);
    }
  }
}
