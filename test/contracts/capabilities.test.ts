/** What a client names at its login changes what it is sent, and nothing for anybody else. */
import { expect, test } from "bun:test";
import { capabilitiesMax, noticeMembersMax } from "../../src/protocol/limits.ts";
import type { FakeConnection } from "../support/fake-connection.ts";
import { openRoom } from "../support/room.ts";

function open() {
  const room = openRoom();
  const enter = (nickname: string, fields: object = {}): FakeConnection => {
    const connection = room.connect();
    connection.say({ type: "login", msg: nickname, v: 2, ...fields });
    room.scheduler.turns();
    connection.news();
    return connection;
  };
  /** As many as make a crowd, with those who are in already. */
  const fill = (present: number) => {
    for (let index = present; index < noticeMembersMax; index += 1) enter(`n${index}`);
  };
  const told = (one: FakeConnection) =>
    one.news().map(({ event, nickname, msg }) => event ?? msg ?? nickname);
  return { ...room, enter, fill, told };
}

test("a client that named crowd_notices is told who comes into a crowd and goes; others are not", () => {
  const { enter, fill, told, scheduler } = open();
  const [plain, robot, both] = [
    enter("plain"),
    enter("robot", { can: ["crowd_notices"] }),
    enter("both", { can: ["unheard-of", "crowd_notices", "crowd_notices"] }),
  ];
  fill(3);
  for (const one of [plain, robot, both]) one.news();
  const last = enter("last");
  last.say({ type: "broadcast", msg: "hello" });
  scheduler.turns();
  last.hangUp();
  scheduler.turns();
  expect(told(plain)).toEqual(["hello"]);
  expect(told(robot)).toEqual(["join", "hello", "leave"]);
  expect(told(both)).toEqual(["join", "hello", "leave"]);
});

test("with member_counts, what is told last says how many are there, also of what was missed", () => {
  const { connect, enter, scheduler } = open();
  const can = ["member_counts"];
  const counts = (one: FakeConnection) => one.news().flatMap(({ members }) => members ?? []);
  const speaker = enter("speaker");
  speaker.say({ type: "broadcast", msg: "one" });
  scheduler.turns();
  enter("eve");
  enter("bob");
  const late = connect();
  late.say({ type: "login", msg: "late", v: 2, after: { lobby: 0 }, can });
  const both = connect();
  both.say({ type: "login", msg: "both", v: 2, can });
  scheduler.turns();
  expect([counts(late), counts(both)]).toEqual([
    [2, 3, 4, 5],
    [4, 5],
  ]);
  both.say({ type: "leave", room: "lobby" });
  scheduler.turns();
  expect(counts(late)).toEqual([4]);
  expect(speaker.news().map(({ members }) => members)).not.toContain(4);
});

test("what is named in a login that is refused counts with the next one alone", () => {
  const { connect, enter, fill, told, scheduler } = open();
  enter("taken");
  const robot = connect();
  robot.say(
    { type: "login", msg: "taken", v: 2, can: ["crowd_notices"] },
    { type: "login", msg: "robot", v: 2 },
  );
  scheduler.turns();
  fill(2);
  robot.news();
  enter("last");
  expect(told(robot)).toEqual([]);
});

test("a second login changes nothing of what the first one named", () => {
  const { enter, fill, told, scheduler } = open();
  const robot = enter("robot", { can: ["crowd_notices"] });
  robot.say({ type: "login", msg: "robot", v: 2, can: [] });
  scheduler.turns();
  fill(1);
  robot.news();
  enter("last");
  expect(told(robot)).toEqual(["join"]);
});

test.each([
  [Array.from({ length: capabilitiesMax }, (_, index) => `c${index}`), undefined],
  [Array.from({ length: capabilitiesMax + 1 }, (_, index) => `c${index}`), "bad_field"],
  [["crowd_notices", 1], "bad_field"],
  ["crowd_notices", "bad_field"],
] as const)("a login that can %j is answered with the code %p", (can, code) => {
  const { connect, scheduler } = open();
  const ann = connect();
  ann.say({ type: "login", msg: "ann", v: 2, can });
  scheduler.turns();
  expect(ann.news()[0]).toMatchObject({ type: "login", success: code === undefined });
});
