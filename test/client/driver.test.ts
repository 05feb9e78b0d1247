/** A session with a socket and a clock. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { Driver } from "../../src/client/driver.ts";
import { en } from "../../src/locale/en.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { openHostileServer } from "../support/hostile-server.ts";

setDefaultTimeout(testTimeoutMs);

function connectTo(port: number, paused: boolean) {
  const { promise: online, resolve } = Promise.withResolvers<void>();
  let isOnline = false;
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
      catalogue: en,
    },
    host: "127.0.0.1",
    port,
    show: (happening) => {
      if (happening.type !== "link" || happening.link.state !== "online") return;
      isOnline = true;
      resolve();
    },
    setNicknames: () => undefined,
    ask: () => undefined,
    remember: () => undefined,
    journal: () => undefined,
    settled: () => undefined,
  });
  driver.setPaused(paused);
  const ended = driver.run();
  const leave = (): Promise<unknown> => {
    driver.leave("brief");
    return ended;
  };
  return { driver, online, isOnline: () => isOnline, leave };
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
