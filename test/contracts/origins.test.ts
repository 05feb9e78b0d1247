/** Two servers over one store: what is said at one is shown at the other, once and in order. */
import { expect, test } from "bun:test";
import type { LogListener } from "../../src/log/log.ts";
import { memoryLog } from "../../src/log/memory.ts";
import type { FakeConnection } from "../support/fake-connection.ts";
import { openRoom } from "../support/room.ts";
import { sharedStore } from "../support/shared-store.ts";

function open() {
  const store = sharedStore();
  const rooms = [openRoom(store), openRoom(store, 100)] as const;
  const turns = () => rooms.forEach(({ scheduler }) => scheduler.turns());
  return { rooms, turns };
}

function shown(person: FakeConnection): readonly string[] {
  return person
    .news()
    .flatMap(({ type, seq, msg }) =>
      type === "broadcast" || type === "single" ? [`${String(seq)} ${String(msg)}`] : [],
    );
}

test("what is said at one server is shown at the other, in one order, also to a reader who falls behind", () => {
  const { rooms, turns } = open();
  const [ann, bob] = [rooms[0].enter("ann"), rooms[1].enter("bob")];
  const slow = rooms[1].enter("slow");
  slow.take(100);
  for (let count = 0; count < 50; count += 1) {
    ann.say({ type: "broadcast", msg: `a${count}` });
    bob.say({ type: "broadcast", msg: `b${count}` });
    turns();
  }
  slow.take(Number.POSITIVE_INFINITY);
  const all = Array.from({ length: 50 }, (_, index) => [
    `${2 * index + 1} a${index}`,
    `${2 * index + 2} b${index}`,
  ]).flat();
  expect(shown(ann)).toEqual(all);
  expect(shown(bob)).toEqual(all);
  expect(shown(slow)).toEqual(all);
});

test("a server takes over what another one has remembered, also that a topic is gone", () => {
  const { rooms, turns } = open();
  const [ann, bob] = [rooms[0].enter("ann"), rooms[1].enter("bob")];
  for (const topic of ["green", ""]) {
    ann.say({ type: "topic", msg: topic });
    turns();
    bob.news();
    bob.say({ type: "topic", key: "k" });
    turns();
    expect(bob.news()).toMatchObject([{ type: "topic", room: "lobby", topic }]);
  }
});

test("one's own batch that is in flight is answered, whatever comes from elsewhere meanwhile", () => {
  const waiting: (() => void)[] = [];
  let elsewhere: () => void = () => undefined;
  const { enter, scheduler } = openRoom((listener: LogListener) => {
    const log = memoryLog(listener);
    elsewhere = () => {
      const entry = { log: "lobby", seq: 1, time: 0, from: "far", text: "first" };
      listener.committed({ receipts: [{ outcome: "new", entry }] }, "elsewhere");
    };
    return { ...log, propose: (proposals) => void waiting.push(() => log.propose(proposals)) };
  });
  const ann = enter("ann");
  ann.news();
  ann.say({ type: "broadcast", msg: "mine", key: "k" });
  scheduler.turns();
  elsewhere();
  scheduler.turns();
  expect(ann.news()).toMatchObject([{ from: "far", msg: "first" }]);
  waiting.shift()?.();
  scheduler.turns();
  expect(ann.news()).toMatchObject([{ from: "ann", msg: "mine", key: "k" }]);
});

test("a session whose message may or may not be in the log is closed without an answer; others are not", () => {
  let breaks = false;
  const { enter, scheduler } = openRoom((listener: LogListener) => {
    const log = memoryLog(listener);
    return {
      ...log,
      propose(proposals) {
        if (!breaks) return log.propose(proposals);
        listener.failed(
          new Error("the disk broke"),
          proposals.map(() => ({ outcome: "uncertain" })),
        );
      },
    };
  });
  const [ann, bob] = [enter("ann"), enter("bob")];
  for (const person of [ann, bob]) person.news();
  breaks = true;
  ann.say({ type: "broadcast", msg: "hello?", key: "k" });
  scheduler.turns();
  expect([ann.news(), ann.closed]).toEqual([[], true]);
  expect(bob.closed).toBe(false);
});

test("of two topics that cross, all servers hold the one that was committed last", () => {
  const waiting: (() => void)[] = [];
  let tell: LogListener | undefined;
  const { enter, scheduler } = openRoom((listener: LogListener) => {
    tell = listener;
    const log = memoryLog(listener);
    return { ...log, propose: (proposals) => void waiting.push(() => log.propose(proposals)) };
  });
  const ann = enter("ann");
  ann.say({ type: "topic", msg: "ours" });
  scheduler.turns();
  const record = { type: "topic", room: "lobby", topic: "theirs" } as const;
  tell?.committed({ receipts: [{ outcome: "recorded", record }] }, "elsewhere");
  waiting.shift()?.();
  scheduler.turns();
  ann.news();
  ann.say({ type: "topic", key: "k" });
  scheduler.turns();
  expect(ann.news()).toMatchObject([{ type: "topic", topic: "ours" }]);
});
