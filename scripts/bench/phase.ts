/** One run of the senders against the clock, from the first message to the last delivery. */
import type { Cell } from "./cells.ts";
import type { Crowd } from "./crowd.ts";
import type { Shape } from "./meter.ts";
import { Meter } from "./meter.ts";
import type { Protocol } from "./peers/peer.ts";
import type { Sender } from "./sender.ts";

export interface PhaseOptions {
  readonly cell: Cell;
  readonly protocol: Protocol;
  readonly crowd: Crowd;
  readonly senders: readonly Sender[];
  readonly shape: Shape;
  /** For how long the senders send. */
  readonly seconds: number;
}

export interface PhaseResult {
  readonly meter: Meter;
  readonly startedAt: number;
  readonly messages: number;
  readonly deliveries: number;
  readonly lost: number;
}

/** Sends for a while, then waits until every session has everything, or until nothing more comes. */
export async function runPhase(options: PhaseOptions): Promise<PhaseResult> {
  const { cell, protocol, crowd, senders, shape, seconds } = options;
  const meter = new Meter({
    ...cell,
    echoes: protocol.echoes,
    shape,
    messagesMax: Math.ceil(messagesPerSecondMax * (seconds + 1)),
    firstNumbers: senders.map(({ next }) => next),
    acknowledged: (sender, count) => senders[sender]?.acknowledged(count),
  });
  crowd.meter = meter;
  const perSender = cell.rooms === "own" ? meter.messagesMax : Math.floor(meter.messagesMax / cell.senders);
  const startedAt = performance.now();
  for (const sender of senders) sender.begin(perSender);
  await Bun.sleep(seconds * 1000);
  for (const sender of senders) sender.stop();
  const messages = senders.reduce((sum, { sent }) => sum + sent, 0);
  const expected = expectedOf(options, messages);
  await settled(meter, expected);
  // What comes too much comes now.
  await Bun.sleep(excessMs);
  crowd.meter = undefined;
  const deliveries = meter.counts.reduce((sum, count) => sum + count, 0);
  const lost = expected.reduce(
    (sum, count, session) => sum + Math.abs(count - (meter.counts[session] ?? 0)),
    0,
  );
  return { meter, startedAt, messages, deliveries, lost };
}

/** What each session must get. */
function expectedOf({ cell, protocol, senders }: PhaseOptions, messages: number): readonly number[] {
  return Array.from({ length: cell.sessions }, (_, session) => {
    const own = senders[session]?.sent ?? 0;
    if (cell.rooms === "own") return own;
    return protocol.echoes ? messages : messages - own;
  });
}

async function settled(meter: Meter, expected: readonly number[]): Promise<void> {
  while (performance.now() - meter.lastAt < stuckMs) {
    if (expected.every((count, session) => (meter.counts[session] ?? 0) >= count)) return;
    await Bun.sleep(5);
  }
}

/** Room for what the fastest server on a fast machine can do, and a bound for the memory that a phase takes. */
const messagesPerSecondMax = 300_000;
const excessMs = 200;
/** When nothing has come for so long, what is missing is lost. */
const stuckMs = 10_000;
