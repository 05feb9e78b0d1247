/** A server's bytes, taken in portions. */
import { expect, test } from "bun:test";
import { Inflow } from "../../src/client/inflow.ts";
import { portionTurnMs, portionUnitsMax } from "../../src/client/limits.ts";

interface Scripted {
  readonly inflow: Inflow;
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
  const inflow = new Inflow({
    take: (messages) => {
      nowMs += takesMs;
      told.push(`took ${messages.length}`);
    },
    wanted: (wanted) => void told.push(wanted ? "wanted" : "not wanted"),
    now: () => nowMs,
    later: (call) => void waiting.push(call),
  });
  const turn = (): void => {
    const calls = waiting;
    waiting = [];
    for (const call of calls) call();
  };
  return { inflow, told, turn };
}

const ping = '{"type":"ping"}\n';
/** Three portions. */
const flood = Buffer.from(ping.repeat(Math.ceil((2.5 * portionUnitsMax) / (ping.length - 1))));
const whole = Math.ceil(portionUnitsMax / (ping.length - 1));
const rest = Math.ceil((2.5 * portionUnitsMax) / (ping.length - 1)) - 2 * whole;

test("Inflow takes at once what takes no time", () => {
  const { inflow, told } = script(0);
  inflow.receive(flood);
  expect(told).toEqual([`took ${whole}`, `took ${whole}`, `took ${rest}`]);
});

test("Inflow leaves the event loop its turns while it takes what takes long, and wants nothing more", () => {
  const { inflow, told, turn } = script(portionTurnMs);
  inflow.receive(flood);
  expect(told.splice(0)).toEqual([`took ${whole}`, "not wanted"]);
  inflow.receive(Buffer.from(ping));
  turn();
  expect(told.splice(0)).toEqual([`took ${whole}`]);
  turn();
  turn();
  expect(told.splice(0)).toEqual([`took ${rest}`, "took 1", "wanted"]);
});

test("Inflow hears of every chunk, also of a part of a message", () => {
  const { inflow, told } = script(0);
  inflow.receive(Buffer.from('{"type":'));
  inflow.receive(Buffer.from('"ping"}'));
  expect(told).toEqual(["took 0", "took 1"]);
});

test("Inflow tells the end behind all that was received", () => {
  const { inflow, told, turn } = script(portionTurnMs);
  inflow.receive(flood);
  inflow.end(() => void told.push("end"));
  expect(told.at(-1)).not.toBe("end");
  turn();
  turn();
  expect(told.at(-1)).toBe("end");
});

test("Inflow takes nothing while it is paused, and the end waits, too", () => {
  const { inflow, told } = script(0);
  inflow.setPaused(true);
  // At once: what nobody can take shall not even be read.
  expect(told).toEqual(["not wanted"]);
  inflow.receive(Buffer.from(ping));
  inflow.end(() => void told.push("end"));
  expect(told).toEqual(["not wanted"]);
  inflow.setPaused(false);
  expect(told).toEqual(["not wanted", "took 1", "wanted", "end"]);
});

test("Inflow takes nothing more once it is stopped", () => {
  const { inflow, told, turn } = script(portionTurnMs);
  inflow.receive(flood);
  inflow.stop();
  inflow.receive(Buffer.from(ping));
  turn();
  expect(told).toEqual([`took ${whole}`, "not wanted"]);
});
