/** A server's bytes, taken in portions. */
import { expect, test } from "bun:test";
import { MessageReader } from "../../src/client/message-reader.ts";
import { portionTurnMs, portionUnitsMax } from "../../src/client/limits.ts";

interface Scripted {
  readonly reader: MessageReader;
  /** What happened, in order. */
  readonly told: string[];
  /** The next turn of the event loop. */
  readonly turn: () => void;
}

/** @param takesMs how long taking one portion takes */
function script(takesMs: number): Scripted {
  const told: string[] = [];
  let nowMs = 0;
  let waiting: (() => void)[] = [];
  const reader = new MessageReader({
    take: (messages) => {
      nowMs += takesMs;
      told.push(`took ${messages.length}`);
    },
    wanted: (wanted) => void told.push(wanted ? "wanted" : "not wanted"),
    now: () => nowMs,
    soon: (call) => void waiting.push(call),
  });
  const turn = (): void => {
    const calls = waiting;
    waiting = [];
    for (const call of calls) call();
  };
  return { reader, told, turn };
}

const ping = '{"type":"ping"}\n';
/** Three portions. */
const flood = Buffer.from(ping.repeat(Math.ceil((2.5 * portionUnitsMax) / (ping.length - 1))));
const whole = Math.ceil(portionUnitsMax / (ping.length - 1));
const rest = Math.ceil((2.5 * portionUnitsMax) / (ping.length - 1)) - 2 * whole;

test("MessageReader takes at once what takes no time", () => {
  const { reader, told } = script(0);
  reader.receive(flood);
  expect(told).toEqual([`took ${whole}`, `took ${whole}`, `took ${rest}`]);
});

test("MessageReader leaves the event loop its turns while it takes what takes long, and wants nothing more", () => {
  const { reader, told, turn } = script(portionTurnMs);
  reader.receive(flood);
  expect(told.splice(0)).toEqual([`took ${whole}`, "not wanted"]);
  reader.receive(Buffer.from(ping));
  turn();
  expect(told.splice(0)).toEqual([`took ${whole}`]);
  turn();
  turn();
  expect(told.splice(0)).toEqual([`took ${rest}`, "took 1", "wanted"]);
});

test("MessageReader hears of every chunk, also of a part of a message", () => {
  const { reader, told } = script(0);
  reader.receive(Buffer.from('{"type":'));
  reader.receive(Buffer.from('"ping"}'));
  expect(told).toEqual(["took 0", "took 1"]);
});

test("MessageReader tells the end behind all that was received", () => {
  const { reader, told, turn } = script(portionTurnMs);
  reader.receive(flood);
  reader.end(() => void told.push("end"));
  expect(told.at(-1)).not.toBe("end");
  turn();
  turn();
  expect(told.at(-1)).toBe("end");
});

test("MessageReader takes nothing while it is paused, and the end waits, too", () => {
  const { reader, told } = script(0);
  reader.setPaused(true);
  // At once: what nobody can take shall not even be read.
  expect(told).toEqual(["not wanted"]);
  reader.receive(Buffer.from(ping));
  reader.end(() => void told.push("end"));
  expect(told).toEqual(["not wanted"]);
  reader.setPaused(false);
  expect(told).toEqual(["not wanted", "took 1", "wanted", "end"]);
});

test("MessageReader takes nothing more once it is stopped", () => {
  const { reader, told, turn } = script(portionTurnMs);
  reader.receive(flood);
  reader.stop();
  reader.receive(Buffer.from(ping));
  turn();
  expect(told).toEqual([`took ${whole}`, "not wanted"]);
});
