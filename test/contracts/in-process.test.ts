/** Clients and their server in one process, over the ports alone: no socket, no clock and no chance of the machine's. */
import { expect, test } from "bun:test";
import { Driver } from "../../src/client/driver.ts";
import type { Happening } from "../../src/client/face.ts";
import { en } from "../../src/locale/en.ts";
import { zh } from "../../src/locale/zh.ts";
import { connectTo, surroundingsOf } from "../support/in-process.ts";
import { openRoom } from "../support/room.ts";

function open() {
  const { hub, scheduler } = openRoom();
  const join = (nickname: string, catalogue = en) => {
    const shown: Happening[] = [];
    const driver = new Driver({
      session: {
        host: "here",
        address: "here",
        nickname,
        keyPrefix: nickname,
        canAsk: false,
        completes: false,
        backlog: 0,
        recall: () => undefined,
        catalogue,
      },
      connect: connectTo(hub, scheduler),
      surroundings: surroundingsOf(scheduler),
      show: (happening) => void shown.push(happening),
      setNicknames: () => undefined,
      ask: () => undefined,
      remember: () => undefined,
      journal: () => undefined,
      settled: () => undefined,
    });
    const ended = driver.run();
    scheduler.pass(100);
    const texts = () => shown.flatMap((one) => (one.type === "message" ? [`${one.from}: ${one.text}`] : []));
    return { driver, ended, shown, texts };
  };
  return { hub, scheduler, join };
}

test("several clients talk with their server in one process", async () => {
  const { scheduler, join } = open();
  const [ann, bob, wei] = [join("ann"), join("bob"), join("wei", zh)];
  ann.driver.submit("hello");
  bob.driver.submit("@wei 你好");
  scheduler.pass(100);
  expect(ann.texts()).toEqual(["ann: hello"]);
  expect(bob.texts()).toEqual(["ann: hello", "bob: 你好"]);
  expect(wei.texts()).toEqual(["ann: hello", "bob: 你好"]);
  ann.driver.leave("brief");
  scheduler.pass(1_000);
  expect(await ann.ended).toMatchObject({ unsent: 0, unacknowledged: 0 });
});

test("a client in the server's process finds out about silence by the time it is given", () => {
  const { hub, scheduler, join } = open();
  const ann = join("ann");
  const links = () => ann.shown.flatMap((one) => (one.type === "link" ? [one.link.state] : []));
  expect(links().at(-1)).toBe("online");
  scheduler.pass(24 * 3_600_000);
  expect(links().at(-1)).toBe("online");
  void hub.stop();
  scheduler.pass(10_000);
  expect(links()).toContain("offline");
});
