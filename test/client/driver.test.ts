/** A session with a socket and a clock. */
import { expect, jest, setDefaultTimeout, test } from "bun:test";
import { Driver } from "../../src/client/driver.ts";
import { connectTimeoutMs, heartbeatPauseMs, heartbeatTimeoutMs } from "../../src/client/limits.ts";
import type { Heartbeat } from "../../src/client/session/state.ts";
import { en } from "../../src/locale/en.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { openHostileServer } from "../support/hostile-server.ts";

setDefaultTimeout(testTimeoutMs);

function connectTo(port: number, paused: boolean, heartbeat?: Heartbeat) {
  const { promise: online, resolve } = Promise.withResolvers<void>();
  const { promise: offline, resolve: lose } = Promise.withResolvers<void>();
  let isOnline = false;
  let hasEnded = false;
  let settledCount = 0;
  const driver = new Driver({
    session: {
      host: "127.0.0.1",
      address: `127.0.0.1:${port}`,
      nickname: "ann",
      keyPrefix: "k",
      canAsk: false,
      completes: false,
      backlog: 0,
      recall: () => undefined,
      heartbeat,
      catalogue: en,
    },
    host: "127.0.0.1",
    port,
    show: (happening) => {
      if (happening.type !== "link") return;
      isOnline = happening.link.state === "online";
      if (isOnline) resolve();
      if (happening.link.state === "offline") lose();
    },
    setNicknames: () => undefined,
    ask: () => undefined,
    remember: () => undefined,
    journal: () => undefined,
    settled: () => void (settledCount += 1),
  });
  driver.setPaused(paused);
  const ended = driver.run();
  void ended.then(() => (hasEnded = true));
  const leave = (): Promise<unknown> => {
    driver.leave("brief");
    return ended;
  };
  const counts = { isOnline: () => isOnline, hasEnded: () => hasEnded, settledCount: () => settledCount };
  return { driver, online, offline, ended, leave, ...counts };
}

test("Driver takes nothing from a connection made while it is paused, until it goes on", async () => {
  using server = openHostileServer();
  const paused = connectTo(server.port, true);
  // Those who connect later are let in, each after the other: by then, so would the first be.
  for (let count = 0; count < 3; count += 1) {
    const witness = connectTo(server.port, false);
    await witness.online;
    await witness.leave();
  }
  expect(paused.isOnline()).toBe(false);
  paused.driver.setPaused(false);
  await paused.online;
  await paused.leave();
});

test("Driver takes no silence for a dead line while it is paused, and does again when it goes on", async () => {
  using server = openHostileServer();
  const heartbeat = { pauseMs: 20, timeoutMs: 20 };
  const paused = connectTo(server.port, false, heartbeat);
  await paused.online;
  paused.driver.setPaused(true);
  // Whoever connects later loses the silent line later, too.
  for (let count = 0; count < 2; count += 1) {
    const witness = connectTo(server.port, false, heartbeat);
    await witness.offline;
    await witness.leave();
  }
  expect(paused.isOnline()).toBe(true);
  paused.driver.setPaused(false);
  await paused.offline;
  await paused.leave();
});

test("Driver forgets the earlier time of a timer that is armed again", async () => {
  const asked = Promise.withResolvers<void>();
  using listener = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: { data: () => asked.resolve() },
  });
  jest.useFakeTimers();
  const { ended, hasEnded } = connectTo(listener.port, false);
  jest.advanceTimersByTime(connectTimeoutMs - 1);
  await asked.promise;
  // Connected just in time, it has as long for the answer to its login.
  jest.advanceTimersByTime(connectTimeoutMs - 1);
  await new Promise(setImmediate);
  expect(hasEnded()).toBe(false);
  jest.advanceTimersByTime(1);
  expect(await ended).toMatchObject({ reason: en.client.noAnswer(`127.0.0.1:${listener.port}`) });
  jest.useRealTimers();
});

test("Driver is settled once and for all when it has ended: no timer is left", async () => {
  using server = openHostileServer();
  jest.useFakeTimers();
  const { online, leave, settledCount } = connectTo(server.port, false);
  await online;
  await leave();
  const count = settledCount();
  jest.advanceTimersByTime(heartbeatPauseMs + heartbeatTimeoutMs);
  expect(settledCount()).toBe(count);
  jest.useRealTimers();
});

test("Driver waits for the answer to a login for as long as it is paused", async () => {
  jest.useFakeTimers();
  const { promise: answered, resolve } = Promise.withResolvers<void>();
  using slow = openHostileServer({ answer: () => (resolve(), undefined) });
  const paused = connectTo(slow.port, true);
  await answered;
  for (let count = 0; count < 3; count += 1) jest.advanceTimersByTime(connectTimeoutMs);
  paused.driver.setPaused(false);
  await paused.online;
  jest.useRealTimers();
  await paused.leave();
});
