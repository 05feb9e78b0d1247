/** What is measured of a client at a terminal, and what is to be reached. */
import * as v from "valibot";
import type { Role } from "../cells.ts";
import { protocolNames } from "../peers/peer.ts";

export const clientCell = "client";

export const screenSize = { columns: 80, rows: 24 } as const;
/** What comes into the room while keys are typed. */
export const messagesPerSecond = 10_000;
/** A percentile of fewer keys than these seconds give is chance. */
export const typingSecondsMin = 20;

/** The flood generator's orders. */
export const floodOrderSchema = v.object({
  protocol: v.picklist(protocolNames),
  port: v.number(),
  messagesPerSecond: v.number(),
  seconds: v.number(),
});
export type FloodOrder = v.InferOutput<typeof floodOrderSchema>;

/** What the flood generator says when it has sent everything. */
export const floodSchema = v.object({
  messages: v.number(),
  /** From the first to the last. */
  seconds: v.number(),
  /** When the last was sent, since 1970. */
  endedAtMs: v.number(),
});
export type Flood = v.InferOutput<typeof floodSchema>;

/** `quiet`: nobody says anything. */
export type Noise = "flood" | "quiet";

export interface ClientFigures {
  /** Keys that were pressed, and of these the ones that were never seen on the screen. */
  readonly keys: number;
  readonly unseen: number;
  /** From the writing of a key to the piece of output that shows its sign. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly cpuSeconds: number;
  readonly seconds: number;
  /** Messages that came into the room, and of these the ones that were written out; undefined: they cannot be told. */
  readonly messages: number;
  readonly shown: number | undefined;
  /** From the sending of the last message to the screen; undefined: it was not seen there, or there was none. */
  readonly behindMs: number | undefined;
  /** Undefined where frames cannot be told apart. */
  readonly framesPerSecond: number | undefined;
  readonly residentBytes: number;
}

export type ClientOutcome =
  | { readonly type: "measured"; readonly figures: ClientFigures }
  | { readonly type: "skipped"; readonly reason: string };

export interface ClientRow {
  readonly client: string;
  readonly role: Role;
  readonly noise: Noise;
  /** One for each round. A failed one is the last: no more rounds were tried. */
  readonly outcomes: readonly ClientOutcome[];
}

/** @source Jakob Nielsen, "Usability Engineering" (1993), 5.5: what takes less than 0.1 s feels as if it were at once */
export const clientGoals = { floodP99MsMax: 100, framesPerSecondMax: 30.5 } as const;
