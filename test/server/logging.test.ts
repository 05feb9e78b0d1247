/** The operator's log: what stands in it, and at which level. */
import { afterEach, expect, test } from "bun:test";
import { resetSync } from "@logtape/logtape";
import { loginTimeoutMs } from "../../src/protocol/limits.ts";
import { sweepMs } from "../../src/server/limits.ts";
import { startLogging } from "../../src/server/logging.ts";
import { fieldsOf } from "../support/fields.ts";
import { openRoom } from "../support/room.ts";

afterEach(() => resetSync());

test("startLogging writes lines of text", () => {
  const lines: string[] = [];
  const logger = startLogging({ level: "info", format: "text", write: (line) => lines.push(line) });
  logger.info("session {session} closed", { session: 7 });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/session 7 closed\r?\n$/);
});

test("startLogging writes JSON, one object a line", () => {
  const lines: string[] = [];
  const logger = startLogging({ level: "info", format: "json", write: (line) => lines.push(line) });
  logger.info("session {session} closed", { session: 7, nickname: "a\nb" });
  expect(lines.join("").trimEnd().split("\n")).toHaveLength(1);
  expect(fieldsOf(lines[0] ?? "")).toMatchObject({ level: "INFO", session: 7, nickname: "a\nb" });
});

test.each([
  ["debug", 4],
  ["info", 3],
  ["warning", 2],
  ["error", 1],
] as const)("startLogging at the level %s leaves out what is below", (level, count) => {
  const lines: string[] = [];
  const logger = startLogging({ level, format: "text", write: (line) => lines.push(line) });
  logger.debug("one");
  logger.info("two");
  logger.warning("three");
  logger.error("four");
  expect(lines).toHaveLength(count);
});

test("startLogging lets no value break a line of text or colour the operator's screen", () => {
  const lines: string[] = [];
  const logger = startLogging({ level: "info", format: "text", write: (line) => lines.push(line) });
  logger.info("session is {nickname}", { nickname: "a\nb\u001b[31m" });
  expect(lines.join("").trimEnd()).not.toMatch(/\p{Cc}/u);
});

/** The operator's log at the level info, as objects without what every line has. */
function logged() {
  const lines: string[] = [];
  const logger = startLogging({ level: "info", format: "json", write: (line) => lines.push(line) });
  const news = () => lines.splice(0).map((line) => fieldsOf(line));
  return { news, room: openRoom(undefined, 0, { logger }) };
}

test("logAnswer tells the operator of logins, new nicknames and refusals, and of no other answer", () => {
  const { news, room } = logged();
  const [alice, bob] = [room.connect(), room.connect()];
  expect(news()).toMatchObject([
    { message: 'session 1 connected from "test:1"', session: 1, peer: "test:1" },
    { message: 'session 2 connected from "test:1"', session: 2, peer: "test:1" },
  ]);
  alice.say({ type: "login", msg: "alice", v: 2 });
  bob.say({ type: "login", msg: "alice" });
  bob.say({ type: "login", msg: "bob" });
  alice.say({ type: "ls" }, { type: "ping" }, { type: "nick", msg: "anna" });
  alice.say({ type: "join", room: "a b" }, { type: "broadcast", msg: "hello" });
  room.scheduler.turns();
  const lines = news();
  expect(lines).toMatchObject([
    { level: "INFO", session: 1, nickname: "alice", codec: "v2" },
    { session: 2, code: "nickname_taken" },
    { session: 2, nickname: "bob", codec: "classic" },
    { session: 1, nickname: "anna" },
    { session: 1, code: "room_name" },
  ]);
  expect(lines.map(({ message }) => message)).toEqual([
    'session 1 is "alice"',
    'session 2 was refused: "nickname_taken"',
    'session 2 is "bob"',
    'session 1 is now called "anna"',
    'session 1 was refused: "room_name"',
  ]);
});

test("the operator's log tells why a session was ended, and under which nickname it closed", () => {
  const { news, room } = logged();
  const [alice, stranger] = [room.enter("alice"), room.connect()];
  room.scheduler.turns();
  news();
  alice.say({ type: "leave", room: "lobby" });
  room.scheduler.turns();
  alice.hangUp();
  room.scheduler.pass(loginTimeoutMs + sweepMs);
  stranger.hangUp();
  expect(news().map(({ message, nickname }) => [message, nickname])).toEqual([
    ["session 1 closed", "alice"],
    ['session 2 was refused: "login_timeout"', undefined],
    ["session 2 closed", undefined],
  ]);
});
