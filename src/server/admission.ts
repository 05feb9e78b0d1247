/** Admission control: accepts connections up to a limit, and rejects the others with the reason. */
import type { Codec } from "../protocol/codec.ts";
import { closeTimeoutMs } from "../protocol/limits.ts";
import { descriptorsReserved, sessionsDefault, sessionsMax } from "./limits.ts";
import type { Connection, ConnectionEvents } from "./connection.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Hub } from "./hub.ts";

export interface AdmissionOptions {
  readonly hub: Hub;
  /** A codec for a new connection. */
  readonly newCodec: () => Codec;
  readonly scheduler: Scheduler;
  /** The most connections at once. */
  readonly connectionsMax: number;
}

/**
 * Handles each new connection. A rejected client gets the reason and some time to read it. If too many are being
 * rejected already, the connection is dropped without it.
 */
export function admission({ hub, newCodec, scheduler, connectionsMax }: AdmissionOptions) {
  let rejecting = 0;

  return (connection: Connection): ConnectionEvents => {
    if (hub.sessionCount < connectionsMax) return hub.accept(connection, newCodec());
    if (rejecting >= descriptorsReserved / 2) {
      scheduler.after(0, () => connection.terminate());
      return ignoredEvents(() => undefined);
    }
    rejecting += 1;
    const answer = { type: "goodbye", fault: { code: "server_full" }, time: scheduler.now() } as const;
    for (const frame of newCodec().answer(answer)) connection.write(Buffer.from(frame));
    connection.finish();
    const cancel = scheduler.after(closeTimeoutMs, () => connection.terminate());
    return ignoredEvents(() => {
      cancel();
      rejecting -= 1;
    });
  };
}

/** The number of connections that the limit of open files allows. */
export function sessionsFor(descriptorsMax: number | undefined): number {
  if (descriptorsMax === undefined) return sessionsDefault;
  return Math.max(1, Math.min(sessionsMax, descriptorsMax - descriptorsReserved));
}

/** The limit of open files of this process, or undefined if the system does not tell. Linux does, in a file. */
export async function descriptorLimit(): Promise<number | undefined> {
  const limits = await Bun.file("/proc/self/limits")
    .text()
    .catch(() => "");
  const found = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return found === undefined ? undefined : Number(found);
}

function ignoredEvents(closed: () => void): ConnectionEvents {
  return { received: () => undefined, drained: () => undefined, ended: () => undefined, closed };
}
