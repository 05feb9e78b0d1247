/** A hub with everything around it handed in: time, ids, log, and connections whose other end is the test. */
import { getLogger } from "@logtape/logtape";
import type { Logger } from "@logtape/logtape";
import { en } from "../../src/locale/en.ts";
import type { Log, LogListener } from "../../src/log/log.ts";
import { memoryLog } from "../../src/log/memory.ts";
import type { Codec } from "../../src/protocol/codec.ts";
import { JsonCodec } from "../../src/protocol/json-codec.ts";
import type { CreditLimits } from "../../src/server/credits.ts";
import { Hub } from "../../src/server/hub.ts";
import { FakeConnection } from "./fake-connection.ts";
import { FakeScheduler } from "./fake-scheduler.ts";

interface RoomOptions {
  /** Nobody has configured the usual one, so it is silent. */
  readonly logger?: Logger;
  readonly credits?: CreditLimits;
  readonly collectGarbage?: () => void;
}

export interface Room {
  readonly hub: Hub;
  readonly scheduler: FakeScheduler;
  /** Somebody connects, and says nothing. */
  readonly connect: (codec?: Codec) => FakeConnection;
  /** Somebody connects and logs in, in v2 unless it is said otherwise; their own login is not news any more. */
  readonly enter: (nickname: string, dialect?: "classic") => FakeConnection;
}

/**
 * @param lastId of the servers that had the same log before
 */
export function openRoom(
  openLog: (listener: LogListener) => Log = memoryLog,
  lastId = 0,
  { logger = getLogger("test"), credits, collectGarbage = () => undefined }: RoomOptions = {},
): Room {
  const scheduler = new FakeScheduler();
  let ids = lastId;
  const hub = new Hub({
    server: { name: "Tea room", version: "1.0" },
    wording: en,
    openLog,
    scheduler,
    freshId: () => String((ids += 1)),
    logger,
    collectGarbage,
    ...(credits === undefined ? {} : { credits }),
  });
  const connect = (codec: Codec = new JsonCodec(en)) => {
    const connection = new FakeConnection();
    connection.events = hub.accept(connection, codec);
    return connection;
  };
  const enter = (nickname: string, dialect?: "classic") => {
    const connection = connect();
    connection.say({ type: "login", msg: nickname, v: dialect === undefined ? 2 : undefined });
    scheduler.pass(100);
    connection.news();
    return connection;
  };
  return { hub, scheduler, connect, enter };
}

const failed = { outcome: "failed" } as const;

/** A log that commits when the test says so, or refuses. */
export function slowLog() {
  const pending: (() => void)[] = [];
  const failing: (() => void)[] = [];
  const closed = Promise.withResolvers<void>();
  let isClosing = false;
  const closeWhenDone = () => {
    if (isClosing && pending.length === 0) closed.resolve();
  };
  const open = (listener: LogListener): Log => {
    const log = memoryLog(listener);
    return {
      ...log,
      propose(proposals) {
        pending.push(() => log.propose(proposals));
        failing.push(() =>
          listener.failed(
            new Error("the disk is full"),
            proposals.map(() => failed),
          ),
        );
      },
      close() {
        isClosing = true;
        closeWhenDone();
        return closed.promise;
      },
    };
  };
  const next = (queue: (() => void)[], other: (() => void)[]) => () => {
    other.shift();
    queue.shift()?.();
    closeWhenDone();
  };
  return { open, commit: next(pending, failing), fail: next(failing, pending) };
}
