/** Reading a room back and on: every message once, in order, however pages and live messages fall together. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Message } from "../../../src/client/shown-event.ts";
import { HistoryReader } from "../../../src/client/pipe/history-reader.ts";
import type { HistorySelection } from "../../../src/client/pipe/find-start.ts";
import type { HistoryRange } from "../../../src/protocol/requests.ts";
import { answerOf, messageAt } from "../../support/paged-log.ts";

/** A reader, and a server whose answers and deliveries the test lets through one by one. */
function open({
  selection,
  follow = true,
  pageMax = 500,
  answersSince = false,
}: {
  selection: HistorySelection;
  follow?: boolean;
  pageMax?: number;
  answersSince?: boolean;
}) {
  let log: Message[] = [];
  const asked: HistoryRange[] = [];
  const live: Message[] = [];
  const given: Message[] = [];
  const missing: string[] = [];
  const beyond: string[] = [];
  let done = 0;
  const reader = new HistoryReader({
    selection,
    follow,
    answersSince: () => answersSince,
    request: (range) => void asked.push(range),
    give: (messages) => void given.push(...messages),
    missing: (from, to) => void missing.push(`${from} to ${to}`),
    beyond: (seq, head) => void beyond.push(`${seq} beyond ${head}`),
    done: () => void (done += 1),
  });
  return {
    reader,
    asked,
    given: () => given.map(({ seq }) => seq),
    texts: () => given.map(({ text }) => text),
    done: () => done,
    missing: () => missing,
    beyond: () => beyond,
    say: (message: Message) => void (log.push(message), live.push(message)),
    before: (count: number) => void (log = Array.from({ length: count }, (_, index) => messageAt(index + 1))),
    /** Other logs than before; what was to be delivered is gone with the line. */
    exchange: (messages: readonly Message[]) => {
      log = [...messages];
      live.length = 0;
    },
    answer: () => {
      const range = asked.shift();
      if (range !== undefined)
        reader.page(answerOf(log, { ...range, limit: Math.min(range.limit, pageMax) }));
      return range !== undefined;
    },
    deliver: () => {
      const message = live.shift();
      if (message !== undefined) reader.live(message);
      return message !== undefined;
    },
  };
}

const all: HistorySelection = { since: { type: "seq", seq: 0 }, lines: undefined };
const last = (lines: number): HistorySelection => ({ since: undefined, lines });
const upTo = (count: number): (number | undefined)[] =>
  Array.from({ length: count }, (_, index) => index + 1);

describe("Reading", () => {
  test("reads back in pages, then goes on live", () => {
    const room = open({ selection: all, pageMax: 10 });
    room.before(25);
    room.reader.start();
    while (room.answer());
    room.say(messageAt(26));
    while (room.deliver());
    expect(room.given()).toEqual(upTo(26));
    expect(room.done()).toBe(0);
  });

  test("ends when everything there was is given, if it does not follow", () => {
    const room = open({ selection: last(3), follow: false });
    room.before(10);
    room.reader.start();
    while (room.answer());
    expect(room.given()).toEqual([8, 9, 10]);
    expect(room.done()).toBe(1);
  });

  test.each([
    [9, [10, 11]],
    [10, [11]],
    [11, ["11 beyond 10", 11]],
    [5000, ["5000 beyond 10", 11]],
  ])(
    "behind the seq %i of a room of ten, says so if it lies beyond, and gives what comes",
    (seq, expected) => {
      const room = open({ selection: { since: { type: "seq", seq }, lines: undefined } });
      room.before(10);
      room.reader.start();
      while (room.answer());
      room.say(messageAt(11));
      while (room.deliver());
      expect([...room.beyond(), ...room.given()]).toEqual(expected);
    },
  );

  test("says nothing of a seq in a room of which nothing is left, nor of one in other logs", () => {
    const room = open({ selection: { since: { type: "seq", seq: 5 }, lines: undefined } });
    room.reader.start();
    while (room.answer());
    room.say(messageAt(6));
    while (room.deliver());
    room.exchange([messageAt(1, 3)]);
    room.reader.start();
    while (room.answer());
    expect([room.beyond(), room.given()]).toEqual([[], [6]]);
  });

  test("ends in an empty room, too", () => {
    const room = open({ selection: last(3), follow: false });
    room.reader.start();
    while (room.answer());
    expect(room.done()).toBe(1);
  });

  test("goes on by the time in other logs, and takes no answer out of the old ones", () => {
    const room = open({ selection: all, pageMax: 10 });
    room.before(15);
    room.reader.start();
    room.answer();
    room.answer();
    expect(room.given()).toEqual(upTo(10));
    const others = [messageAt(1, 3), messageAt(2, 10), messageAt(3, 11), messageAt(4, 12)];
    room.exchange(others);
    room.reader.start();
    while (room.answer());
    expect(room.given()).toEqual([...upTo(10), 3, 4]);
  });

  test("gives what an old server says as it comes", () => {
    const room = open({ selection: last(0) });
    room.reader.live({ ...messageAt(1), seq: undefined });
    expect(room.texts()).toEqual(["text 1"]);
  });

  test("loses nothing and repeats nothing, in whatever order things happen", () => {
    const acts = fc.array(fc.constantFrom("say", "answer", "deliver"), { maxLength: 200 });
    const property = fc.property(fc.nat(30), fc.nat(35), acts, (before, lines, events) => {
      const room = open({ selection: last(lines), pageMax: 4 });
      room.before(before);
      room.reader.start();
      let count = before;
      let atStart: number | undefined;
      for (const act of events) {
        if (act === "say") room.say(messageAt((count += 1)));
        else if (act === "deliver") room.deliver();
        else if (room.answer()) atStart ??= count;
      }
      atStart ??= count;
      while (room.answer() || room.deliver());
      expect(room.given()).toEqual(upTo(count).slice(Math.max(0, atStart - lines)));
    });
    fc.assert(property, { numRuns: 500, verbose: 1 });
  });
});

describe("HistoryReader, where messages were deleted", () => {
  /** A log of nine of which the first are gone. */
  function behind(selection: HistorySelection, deleted: number, follow = false) {
    const log = open({ selection, follow, pageMax: 3 });
    log.exchange(Array.from({ length: 9 - deleted }, (_, index) => messageAt(deleted + 1 + index)));
    log.reader.start();
    while (log.answer());
    return log;
  }

  test.each([
    [3, 3, []],
    [3, 4, ["4 to 4"]],
    [3, 9, ["4 to 9"]],
    [0, 4, []],
  ])("behind the seq %i, with those up to %i gone, tells %j", (seq, deleted, missing) => {
    const log = behind({ since: { type: "seq", seq }, lines: undefined }, deleted);
    // Of a log of which nothing is left, nobody can say where it ended.
    expect(log.missing()).toEqual(deleted === 9 ? [] : missing);
    expect(log.given()).toEqual(
      Array.from({ length: 9 - Math.max(seq, deleted) }, (_, at) => Math.max(seq, deleted) + 1 + at),
    );
    expect(log.done()).toBe(1);
  });

  test("tells nothing of what was not asked for by its seq", () => {
    expect(behind(last(20), 4).missing()).toEqual([]);
    expect(behind({ since: { type: "time", time: 0 }, lines: undefined }, 4).missing()).toEqual([]);
  });

  test("tells what is deleted while it reads", () => {
    const log = open({ selection: all, pageMax: 3, follow: false });
    log.before(9);
    log.reader.start();
    for (let answers = 0; answers < 2; answers += 1) log.answer();
    log.exchange(Array.from({ length: 2 }, (_, index) => messageAt(8 + index)));
    while (log.answer());
    expect(log.missing()).toEqual(["4 to 7"]);
    expect(log.given()).toEqual([1, 2, 3, 8, 9]);
  });

  test("goes on behind what the server says is missing, and where the log branched, before it", () => {
    const log = open({ selection: all });
    log.before(5);
    log.reader.start();
    while (log.answer());
    log.reader.skip(3);
    log.reader.live(messageAt(4));
    expect(log.given()).toEqual([1, 2, 3, 4, 5, 4]);
    log.reader.skip(9);
    log.reader.live(messageAt(9));
    log.reader.live(messageAt(10));
    expect(log.given()).toEqual([1, 2, 3, 4, 5, 4, 10]);
  });
});

test("HistoryReader leaves it to a server that can to find what is from a time on, whatever the clock did", () => {
  const log = open({
    selection: { since: { type: "time", time: 50 }, lines: undefined },
    answersSince: true,
    pageMax: 2,
  });
  log.exchange([40, 50, 90, 20, 55, 30, 60].map((time, index) => messageAt(index + 1, time)));
  log.reader.start();
  while (log.answer());
  expect(log.given()).toEqual([2, 3, 5, 7]);
  expect(log.missing()).toEqual([]);
  const next = messageAt(8, 10);
  log.say(next);
  log.deliver();
  expect(log.given()).toEqual([2, 3, 5, 7, 8]);
});
