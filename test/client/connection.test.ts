/** A driver over connections that the test makes, and by its clock. */
import { expect, test } from "bun:test";
import type { ServerConnectionEvents } from "../../src/client/connection.ts";
import { Driver } from "../../src/client/driver.ts";
import {
  connectTimeoutMs,
  leaveTimeoutMs,
  outboxMessagesMax,
  reconnectPauseMinMs,
} from "../../src/client/limits.ts";
import type { Ending } from "../../src/client/session/effects.ts";
import { en } from "../../src/locale/en.ts";
import { FakeClock } from "./terminal/harness.ts";

/** A driver whose connections and clock are the test's. */
function drive() {
  const clock = new FakeClock();
  const connections: ServerConnectionEvents[] = [];
  const links: string[] = [];
  const nothing = (): void => undefined;
  const driver = new Driver({
    session: {
      host: "host",
      address: "host:1",
      nickname: "ann",
      keyPrefix: "k",
      canAsk: false,
      completes: false,
      backlog: 0,
      catalogue: en,
    },
    connect: (events) => {
      connections.push(events);
      return { send: nothing, pause: nothing, resume: nothing, close: nothing, gone: Promise.resolve() };
    },
    runtime: {
      now: clock.now,
      after: clock.after,
      time: clock.now,
      soon: (call) => void clock.after(0, call),
      random: () => 0.5,
    },
    openFace: () => ({
      show: (event) => event.type === "link" && links.push(event.link.state),
      whenShown: (call) => call(),
      setNicknames: nothing,
      ask: nothing,
      settled: nothing,
    }),
  });
  const endings: Ending[] = [];
  void driver.run().then((ending) => endings.push(ending));
  const letIn = (): void => {
    connections.at(-1)?.opened();
    const login = { type: "login", success: true, v: 2, server: { name: "Room", version: "1" } };
    connections.at(-1)?.received(Buffer.from(`${JSON.stringify(login)}\n`));
  };
  return { clock, connections, links, driver, endings, letIn };
}

test("Driver connects again in time also while it is paused", () => {
  const { clock, connections, links, driver, letIn } = drive();
  letIn();
  connections[0]?.closed({ type: "lost" });
  expect(links.at(-1)).toBe("offline");
  driver.setPaused(true);
  clock.advance(reconnectPauseMinMs);
  expect([links.at(-1), connections.length]).toEqual(["connecting", 2]);
});

test("Driver gives no more time for an answer when it goes on without having paused", async () => {
  const { clock, connections, driver, endings } = drive();
  connections[0]?.opened();
  clock.advance(connectTimeoutMs - 1);
  driver.setPaused(false);
  clock.advance(1);
  await new Promise(setImmediate);
  expect(endings).toMatchObject([{ reason: en.client.noAnswer("host:1") }]);
  expect(clock.timers).toBe(0);
});

test("Driver does not keep somebody waiting for their own terminal who leaves", async () => {
  const { clock, driver, endings, letIn } = drive();
  letIn();
  driver.dispatch({ type: "submitted", text: "hi" });
  driver.setPaused(true);
  driver.dispatch({ type: "leave", mode: "brief" });
  clock.advance(leaveTimeoutMs);
  await new Promise(setImmediate);
  expect(endings).toMatchObject([{ unacknowledged: 1 }]);
});

test("Driver takes as many messages as the outbox holds", () => {
  const { driver } = drive();
  for (let count = 0; count < outboxMessagesMax - 1; count += 1)
    driver.dispatch({ type: "submitted", text: "hi" });
  expect(driver.takesMore).toBe(true);
  driver.dispatch({ type: "submitted", text: "hi" });
  expect([driver.takesMore, driver.unanswered]).toEqual([false, outboxMessagesMax]);
});
