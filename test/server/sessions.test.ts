/** The sessions of a server: nothing of them is kept once they are gone. */
import { expect, test } from "bun:test";
import { memoryLog } from "../../src/log/memory.ts";
import type { Answer } from "../../src/protocol/answers.ts";
import { creditLimits, requestsPerTurnMax } from "../../src/server/limits.ts";
import { peer } from "../support/core.ts";
import type { FakeConnection } from "../support/fake-connection.ts";
import type { Room } from "../support/room.ts";
import { openRoom, slowLog } from "../support/room.ts";

/** What a session is in the middle of when its connection breaks. */
const middles: readonly (readonly [string, (session: FakeConnection, turns: () => void) => void])[] = [
  ["nothing", () => undefined],
  ["a login that was refused", (session) => session.say({ type: "login", msg: "stays" })],
  [
    "answers that it does not take",
    (session) => {
      session.take(0);
      session.say({ type: "ls" });
    },
  ],
  [
    "a message that the store has not decided about",
    (session) => session.say({ type: "broadcast", msg: "hi" }),
  ],
  [
    "more requests than a turn takes",
    (session) => session.send('{"type":"ping"}'.repeat(requestsPerTurnMax + 1)),
  ],
  [
    "a goodbye that it does not take",
    (session) => {
      session.take(0);
      session.say({ type: "leave", room: "lobby" });
    },
  ],
  [
    "the end of its side, with a message under way",
    (session) => {
      session.say({ type: "broadcast", msg: "hi" });
      session.endSending();
    },
  ],
  [
    "a topic that is not stored yet",
    (session) => session.say({ type: "topic", msg: "tea" }, { type: "ping" }),
  ],
  ["searches", (session) => session.say({ type: "search", query: "tea" }, { type: "search", query: "tea" })],
  [
    "messages that are not read for want of credit",
    (session, turns) => {
      for (let said = 0; !session.paused; said += 1) {
        session.say({ type: "broadcast", msg: `${said}` });
        turns();
      }
    },
  ],
  ["a frame that has not ended", (session) => session.send('{"type":')],
];

test.each(middles)(
  "a server keeps nothing of sessions that hung up in the middle of %s",
  async (_, begin) => {
    const log = slowLog();
    const room = openRoom(log.open, 0, { credits: { ...creditLimits, sessionProposalsMax: 1 } });
    const stays = room.enter("stays");
    const count = 40;
    const hungUp = Array.from({ length: count }, (__, index) => {
      const session = room.enter(`n${index}`, index % 2 === 0 ? "classic" : undefined);
      begin(session, () => room.scheduler.turns());
      if (index % 4 < 2) room.scheduler.turns();
      session.hangUp();
      return new WeakRef(session);
    });
    room.scheduler.pass(1_000);
    expect(await keptOf(hungUp, count / 4)).toBeLessThan(count / 4);
    for (let commits = 0; commits < 3 * count; commits += 1) log.commit();
    room.scheduler.turns();
    expect([room.hub.sessionCount, stays.closed]).toEqual([1, false]);
  },
);

/**
 * How many of them are in use. The collector cannot tell a pointer on the stack from a number, so it may take some for
 * used that are not: another turn of the event loop has another stack.
 */
async function keptOf(references: readonly WeakRef<object>[], few: number): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    await new Promise(setImmediate);
    Bun.gc(true);
    const kept = references.filter((reference) => reference.deref() !== undefined).length;
    if (kept < few || tries === 10) return kept;
  }
}

test.each<Parameters<Room["hub"]["ask"]>[0]>([
  { type: "rooms" },
  { type: "broadcast", room: "lobby", text: "hi" },
  { type: "search", room: "lobby", query: "tea", limit: 1 },
])("a server keeps nothing of operators who asked for %j once they are answered", async (request) => {
  const { hub, scheduler } = openRoom();
  const count = 40;
  const answered: string[] = [];
  const askers = Array.from({ length: count }, () => {
    const tell = (answer: Answer) => void answered.push(answer.type);
    hub.ask(request, peer, tell);
    return new WeakRef(tell);
  });
  scheduler.turns();
  expect(answered).toHaveLength(count);
  expect(await keptOf(askers, count / 4)).toBeLessThan(count / 4);
  // The server itself is still in use.
  hub.ask(request, peer, ({ type }) => void answered.push(type));
  scheduler.turns();
  expect(answered).toHaveLength(count + 1);
});

test.each<[string, (session: FakeConnection) => void]>([
  ["left it", (session) => session.say({ type: "leave", room: "tea" })],
  ["hung up", (session) => session.hangUp()],
  [
    "said goodbye and hung up",
    (session) => {
      session.say({ type: "leave", room: "lobby" });
      session.hangUp();
    },
  ],
])("a server keeps nothing of a room for readers when the last of them has %s", (_, end) => {
  const asked: string[] = [];
  const { enter, scheduler } = openRoom((listener) => {
    const log = memoryLog(listener);
    return { ...log, head: (name) => (asked.push(name), log.head(name)) };
  });
  const [alice, bob, carol] = [enter("alice"), enter("bob"), enter("carol")];
  const join = (session: FakeConnection) => {
    asked.length = 0;
    session.say({ type: "join", room: "tea" });
    scheduler.turns();
    // Whoever keeps the end of the log knows its head.
    return asked.includes("tea");
  };
  expect([join(alice), join(bob)]).toEqual([true, false]);
  for (const session of [alice, bob]) {
    end(session);
    scheduler.turns();
  }
  expect(join(carol)).toBe(true);
});

test("a room that nobody reads has the head of its log for whoever comes in", () => {
  const { enter, scheduler } = openRoom();
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.say(
    { type: "join", room: "tea" },
    { type: "broadcast", room: "tea", msg: "hi" },
    { type: "leave", room: "tea" },
  );
  scheduler.turns();
  bob.news();
  bob.say({ type: "join", room: "tea" });
  scheduler.turns();
  expect(bob.news()[0]).toMatchObject({ type: "join", room: "tea", seq: 1 });
});
