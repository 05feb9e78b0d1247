/**
 * The flood, in a process of its own: somebody who enters a room and says so many messages a second, evenly, each
 * with its number. Bounded in time at every step.
 */
import * as v from "valibot";
import { textBytes } from "../cells.ts";
import { Crowd } from "../crowd.ts";
import { protocols } from "../peers/all.ts";
import type { Flood, FloodOrder } from "./cell.ts";
import { floodOrderSchema } from "./cell.ts";

export async function flood(orderText: string): Promise<void> {
  const parsed: unknown = JSON.parse(orderText);
  const said = await say(v.parse(floodOrderSchema, parsed));
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

/** A message of words, so that clients wrap it as they wrap what people say. The first number is 1. */
function numberedText(number: number): string {
  return `${numberMark}${String(number).padStart(numberDigits, "0")} ${words}`.slice(0, textBytes);
}

/** It stands nowhere else in what is said. */
export const numberMark = "#";
export const numberDigits = 8;
const words = "the kettle is on and everybody who wants a cup of tea may come over now; ".repeat(2);

async function say({ protocol: name, port, messagesPerSecond, seconds }: FloodOrder): Promise<Flood> {
  const protocol = protocols[name];
  let waiting: Uint8Array = new Uint8Array(0);
  const crowd = new Crowd({
    protocol,
    port,
    size: 1,
    enteringMax: 1,
    placeOf: () => ({ type: "shared" }),
    eavesdropped: -1,
    drained: () => write(waiting),
  });
  const write = (bytes: Uint8Array): void => {
    const taken = Math.max(0, crowd.members[0]?.socket.write(bytes) ?? 0);
    waiting = bytes.subarray(taken);
  };
  if (!(await crowd.enter(enterSecondsMax))) throw new Error(crowd.refusal ?? "the flood could not enter");
  const total = messagesPerSecond * seconds;
  const startedAt = performance.now();
  let sent = 0;
  while (sent < total && crowd.dropped === 0) {
    await Bun.sleep(pauseMs);
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * messagesPerSecond));
    // What the server has not taken yet goes out first; the rest follows faster then.
    if (due === sent || waiting.length > 0) continue;
    const numbers = Array.from({ length: Math.min(due - sent, burstMax) }, (_, index) => sent + index + 1);
    write(Buffer.from(numbers.map((number) => frame(protocol, number)).join("")));
    sent += numbers.length;
  }
  const endedAtMs = Date.now();
  const elapsed = (performance.now() - startedAt) / 1000;
  while (waiting.length > 0 && performance.now() < startedAt + (seconds + drainSecondsMax) * 1000)
    await Bun.sleep(pauseMs);
  await crowd.quiet(pauseMs * 20, drainSecondsMax);
  if (crowd.dropped > 0) throw new Error("the server dropped the flood");
  crowd.close();
  return { messages: sent, seconds: elapsed, endedAtMs };
}

function frame(protocol: (typeof protocols)[keyof typeof protocols], number: number): string {
  return protocol.publish(numberedText(number), `flood${number}`, { type: "shared" });
}

const pauseMs = 5;
const burstMax = 2_000;
const enterSecondsMax = 20;
const drainSecondsMax = 20;
