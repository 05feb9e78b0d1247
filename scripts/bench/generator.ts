/**
 * The load generator, in a process of its own: carries out one order against one server, and says what it saw as JSON on
 * standard output. Bounded in time at every step.
 */
import { availableParallelism } from "node:os";
import * as v from "valibot";
import type { Cell, Figures, Order, Outcome } from "./cells.ts";
import { flawed, orderSchema, textBytes } from "./cells.ts";
import { Crowd } from "./crowd.ts";
import type { Shape } from "./meter.ts";
import { numberDigits, shapeAfter } from "./meter.ts";
import { protocols } from "./peers/all.ts";
import type { Place, Protocol } from "./peers/peer.ts";
import { sessionName } from "./peers/peer.ts";
import type { PhaseResult } from "./phase.ts";
import { runPhase } from "./phase.ts";
import { cpuSeconds, machineCpuSeconds, openFilesMax, residentBytes } from "./proc.ts";
import { Sender } from "./sender.ts";

export async function generate(orderText: string): Promise<void> {
  const parsed: unknown = JSON.parse(orderText);
  const outcome = await carryOut(v.parse(orderSchema, parsed));
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}

async function carryOut(order: Order): Promise<Outcome> {
  const { cell, serverPid, seconds } = order;
  const wanted = cell.sessions + descriptorsReserved;
  const allowed = Math.min(openFilesMax("self"), openFilesMax(serverPid));
  if (allowed < wanted) return skipped(`${wanted} open files are needed, ${allowed} allowed (ulimit -n)`);
  await visit(order);
  const stage = setUp(order);
  const { crowd } = stage;
  try {
    const before = residentBytes(serverPid);
    if (!(await crowd.enter(enterSecondsMax))) return skipped(entranceProblem(crowd, cell));
    const connected = residentBytes(serverPid);
    if (!(await crowd.quiet(silenceMs, quietSecondsMax))) return skipped("no quiet after the joins");
    await Bun.sleep(idleMs);
    const memory = {
      connectedBytesPerSession: (connected - before) / cell.sessions,
      idleBytesPerSession: (residentBytes(serverPid) - before) / cell.sessions,
    };
    const shape = await probe(stage, cell);
    if (shape === undefined) return skipped(`a first message did not arrive whole: ${crowd.overheard}`);
    const measure = async (from: Shape, length: number) => {
      const figures = await measured(stage, order, { shape: from, seconds: length });
      return { type: "measured", figures: { ...figures, ...memory } } as const;
    };
    // Alone in their rooms, sessions differ in how far they come, and frames in length: no warm-up there.
    if (cell.rooms === "own") return await measure(shape, seconds);
    const warmUp = await measure(shape, Math.min(warmUpSecondsMax, seconds));
    if (flawed(warmUp.figures)) return warmUp;
    return await measure(shapeAfter(shape, warmUp.figures.messages), seconds);
  } finally {
    crowd.close();
  }
}

/**
 * A few come and go before memory is looked at for the first time: the code and the tables that the first session of all
 * brings into a server's memory are not what a session costs.
 */
async function visit(order: Order): Promise<void> {
  const sessions = Math.min(visitorsMax, order.cell.sessions);
  const { crowd } = setUp({ ...order, cell: { ...order.cell, sessions, senders: 0 } });
  await crowd.enter(enterSecondsMax);
  crowd.close();
  await Bun.sleep(idleMs);
}

interface Stage {
  readonly protocol: Protocol;
  readonly crowd: Crowd;
  readonly senders: readonly Sender[];
}

function setUp({ protocol: name, port, cell, enteringMax }: Order): Stage {
  const protocol = protocols[name];
  const placeOf = (session: number): Place =>
    cell.rooms === "own" ? { type: "own", room: sessionName(session) } : { type: "shared" };
  const senders: Sender[] = [];
  const crowd = new Crowd({
    protocol,
    port,
    size: cell.sessions,
    enteringMax,
    placeOf,
    eavesdropped: cell.rooms === "own" ? 0 : cell.senders,
    drained: (session) => senders[session]?.drained(),
  });
  for (let index = 0; index < cell.senders; index += 1) {
    const write = (bytes: Uint8Array) => crowd.members[index]?.socket.write(bytes) ?? 0;
    senders.push(new Sender({ index, window: cell.window, protocol, place: placeOf(index), write }));
  }
  return { protocol, crowd, senders };
}

/** Learns from one message how long a frame is, and where in it the text stands. */
async function probe({ crowd, senders, protocol }: Stage, cell: Cell): Promise<Shape | undefined> {
  crowd.overheard = "";
  for (const sender of cell.rooms === "own" ? senders : senders.slice(0, 1)) sender.probe();
  // Silence alone may mean that the first commit is slow.
  await crowd.overhears(quietSecondsMax);
  if (!(await crowd.quiet(silenceMs, quietSecondsMax))) return undefined;
  const frame = crowd.overheard;
  const text = `${"0".repeat(numberDigits)}0`.padStart(textBytes, "x");
  const at = frame.indexOf(text);
  if (at < 0 || !frame.endsWith("\n")) return undefined;
  const sequence = protocol.sequence?.exec(frame)?.[1];
  const first: Shape = {
    bytes: frame.length,
    tailBytes: frame.length - at - textBytes,
    sequence: sequence === undefined ? undefined : Number(sequence),
  };
  return shapeAfter(first, 1);
}

type Measured = Omit<Figures, "connectedBytesPerSession" | "idleBytesPerSession">;

async function measured(
  stage: Stage,
  { cell, serverPid }: Order,
  { shape, seconds }: { readonly shape: Shape; readonly seconds: number },
): Promise<Measured> {
  const [serverBefore, machineBefore, begunAt] = [
    cpuSeconds(serverPid),
    machineCpuSeconds(),
    performance.now(),
  ];
  const generatorBefore = process.cpuUsage();
  const result = await runPhase({ ...stage, cell, shape, seconds });
  const generator = process.cpuUsage(generatorBefore);
  const generatorCpuSeconds = (generator.user + generator.system) / 1e6;
  const serverCpuSeconds = cpuSeconds(serverPid) - serverBefore;
  const othersCpuSeconds = machineCpuSeconds() - machineBefore - serverCpuSeconds - generatorCpuSeconds;
  const wholeSeconds = (performance.now() - begunAt) / 1000;
  const elapsed = (result.meter.lastAt - result.startedAt) / 1000;
  return {
    messages: result.messages,
    deliveries: result.deliveries,
    lost: result.lost,
    dropped: stage.crowd.dropped,
    garbled: result.meter.garbled,
    seconds: elapsed,
    ...(cell.rooms === "own" ? {} : percentiles(result, stage.senders)),
    serverCpuSeconds,
    generatorShare: generatorCpuSeconds / elapsed,
    othersShare: Math.max(0, othersCpuSeconds) / wholeSeconds / availableParallelism(),
  };
}

/**
 * The observer's order is taken for everybody's. Where a server shows two senders' messages to two readers in different
 * orders, as it may, the figure is when the slowest reader had as many messages as the observer then.
 */
function percentiles({ meter }: PhaseResult, senders: readonly Sender[]): { p50Ms?: number; p99Ms?: number } {
  const places = senders.map(() => 0);
  const latencies: number[] = [];
  for (const { sender, at } of meter.deliveries()) {
    const place = places[sender] ?? 0;
    places[sender] = place + 1;
    if (at > 0) latencies.push(at - (senders[sender]?.sentAt[place] ?? 0));
  }
  if (latencies.length === 0) return {};
  const sorted = Float64Array.from(latencies).toSorted();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

function entranceProblem(crowd: Crowd, { sessions }: Cell): string {
  if (crowd.refusal !== undefined) return crowd.refusal;
  const dropped = crowd.dropped > 0 ? `, ${crowd.dropped} dropped` : "";
  return `${crowd.entered} of ${sessions} sessions entered in ${enterSecondsMax} s${dropped}`;
}

function skipped(reason: string): Outcome {
  return { type: "skipped", reason };
}

const descriptorsReserved = 100;
const visitorsMax = 50;
const enterSecondsMax = 120;
const quietSecondsMax = 30;
/** Servers that ping a new client do so in the first seconds: by the end of this, none has a ping waiting. */
const idleMs = 3000;
const silenceMs = 400;
const warmUpSecondsMax = 1.5;
