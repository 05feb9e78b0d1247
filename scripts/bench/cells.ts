/** What is measured: the cells, what comes out of one, and what is to be reached. */
import * as v from "valibot";
import { protocolNames } from "./peers/peer.ts";

export const cellSchema = v.object({
  sessions: v.number(),
  senders: v.number(),
  /** Messages of one sender that are not acknowledged, at most. */
  window: v.number(),
  /** `shared`: all in one room; `own`: every session is alone in a room and sends. */
  rooms: v.picklist(["shared", "own"]),
});
export type Cell = v.InferOutput<typeof cellSchema>;

/** The load generator's orders. */
export const orderSchema = v.object({
  protocol: v.picklist(protocolNames),
  port: v.number(),
  serverPid: v.number(),
  /** Sessions that may be on their way in at once. */
  enteringMax: v.number(),
  cell: cellSchema,
  seconds: v.number(),
});
export type Order = v.InferOutput<typeof orderSchema>;

export const figuresSchema = v.object({
  /** Messages that the senders sent, all together. */
  messages: v.number(),
  deliveries: v.number(),
  /** Deliveries that did not come; below zero: too many came. */
  lost: v.number(),
  /** Sessions that the server dropped, and pieces of what came that were not what should have come. */
  dropped: v.number(),
  garbled: v.number(),
  /** From the first send to the last delivery. */
  seconds: v.number(),
  /** From a send to the last delivery of that message; undefined where each session is alone. */
  p50Ms: v.optional(v.number()),
  p99Ms: v.optional(v.number()),
  connectedBytesPerSession: v.number(),
  idleBytesPerSession: v.number(),
  serverCpuSeconds: v.number(),
  /** Of the time measured, how much the load generator was busy: near 1, it is the bottleneck. */
  generatorShare: v.number(),
  /** Of all CPUs in that time, how much neither the server nor the load generator took: what else the machine did. */
  othersShare: v.number(),
});
export type Figures = v.InferOutput<typeof figuresSchema>;

export const outcomeSchema = v.variant("type", [
  v.object({ type: v.literal("measured"), figures: figuresSchema }),
  v.object({ type: v.literal("skipped"), reason: v.string() }),
]);
export type Outcome = v.InferOutput<typeof outcomeSchema>;

/** Whose row it is: of the program under test, of the one it is compared with (`of`: by name), or of another server. */
export type Role =
  { readonly type: "own" } | { readonly type: "baseline"; readonly of: string } | { readonly type: "other" };

export interface Row {
  readonly cell: Cell;
  readonly peer: string;
  readonly role: Role;
  /** One for each round. A failed one is the last: no more rounds were tried. */
  readonly outcomes: readonly Outcome[];
}

/** Why an outcome does not count: there are no figures, or not every delivery was right. */
export function failureOf(outcome: Outcome): string | undefined {
  if (outcome.type === "skipped") return outcome.reason;
  const { figures } = outcome;
  const { lost, dropped, garbled, deliveries } = figures;
  if (!flawed(figures)) return undefined;
  return `LOST ${lost} of ${deliveries + lost} deliveries, ${dropped} sessions dropped, ${garbled} pieces wrong`;
}

export function flawed({ lost, dropped, garbled }: Figures): boolean {
  return lost !== 0 || dropped !== 0 || garbled !== 0;
}

export function rateOf({ deliveries, seconds }: Figures): number {
  return deliveries / seconds;
}

export const textBytes = 100;
/** One digit tells the senders of a room apart. */
export const sendersMax = 10;

export const cellsDefault: readonly Cell[] = [
  shared(100, 1, 100),
  shared(1000, 4, 50),
  shared(1000, 4, 500),
  shared(10_000, 4, 20),
  shared(100, 1, 1),
  shared(1000, 1, 1),
  { sessions: 100, senders: 100, window: 100, rooms: "own" },
];

export const goals = {
  deliveriesRatioMin: 2,
  p99RatioMax: 1,
  idleBytesPerSessionMax: 4096,
  intakePerSecondMin: 100_000,
} as const;

export function shared(sessions: number, senders: number, window: number): Cell {
  return { sessions, senders, window, rooms: "shared" };
}

export function cellName({ sessions, senders, window, rooms }: Cell): string {
  return rooms === "own" ? `intake ${sessions} x 1, ${window}` : `${sessions}, ${senders}, ${window}`;
}
