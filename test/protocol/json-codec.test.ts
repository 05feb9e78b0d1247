/** The JSON wire format of one session: which form it takes, and that long texts cost nobody their session. */
import { expect, test } from "bun:test";
import { faultsMax, frameBytesMax, messageBytesMax } from "../../src/protocol/limits.ts";
import { openRoom } from "../support/room.ts";

test("a client whose outbox holds messages that are too long gets each refused with its key, and stays", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.news();
  const keys = Array.from({ length: faultsMax + 2 }, (_, index) => `k${index}`);
  for (const key of keys) {
    const frame = JSON.stringify({ type: "broadcast", msg: "x".repeat(frameBytesMax), key });
    // As a socket brings it.
    for (let at = 0; at < frame.length; at += 65_536) alice.send(frame.slice(at, at + 65_536));
  }
  alice.say({ type: "broadcast", msg: "after them", key: "last" });
  scheduler.turns();
  const refusals = keys.map((key) => ({ type: "error", code: "message_too_long", key }));
  expect(alice.news()).toMatchObject([...refusals, { type: "broadcast", msg: "after them", key: "last" }]);
  expect(alice.finished).toBe(false);
});

test("a long text of another kind is refused with its key, and costs nobody their session", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.news();
  for (let count = 0; count < faultsMax * 2; count += 1)
    alice.say({ type: "topic", msg: "x".repeat(frameBytesMax), key: "k" });
  scheduler.turns();
  const refused = { type: "error", code: "frame_too_long", bytesMax: frameBytesMax, key: "k" };
  expect(alice.news()).toMatchObject(Array.from({ length: faultsMax * 2 }, () => refused));
  expect(alice.finished).toBe(false);
});

test("a frame without end closes its session, though it began as a message", () => {
  const { enter, scheduler } = openRoom();
  const mallory = enter("mallory");
  mallory.news();
  mallory.send('{"type":"broadcast","key":"k","msg":"');
  for (let count = 0; count < faultsMax + 2; count += 1) mallory.send("x".repeat(frameBytesMax + 1));
  scheduler.turns();
  const codes = mallory.news().map(({ code, event }) => code ?? event);
  const faults = Array.from({ length: faultsMax }, () => "frame_too_long");
  expect(codes).toEqual(["message_too_long", ...faults, "leave", "too_many_faults"]);
  expect(mallory.finished).toBe(true);
});

test.each([
  ["line breaks", "\n".repeat(messageBytesMax - 1), JSON.stringify],
  ["quotes", '"'.repeat(messageBytesMax - 1), JSON.stringify],
  ["backslashes", "\\".repeat(messageBytesMax - 1), JSON.stringify],
  ["ä, as Python writes it", "ä".repeat((messageBytesMax - 1) / 2), inAscii],
  ["你, as Python writes it", "你".repeat((messageBytesMax - 1) / 3), inAscii],
  ["😀, as Python writes it", "😀".repeat((messageBytesMax - 1) / 4), inAscii],
] as const)("a message of 12 KiB arrives, though it consists of %s", (_, text, write) => {
  const { enter, scheduler } = openRoom();
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.send(write({ type: "broadcast", msg: `${text}.`, key: "k" }));
  scheduler.turns();
  expect(bob.news()).toMatchObject([{ type: "broadcast", msg: `${text}.` }]);
});

/** As `json.dumps` writes it. */
function inAscii(value: object): string {
  return JSON.stringify(value).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

test("a session is refused in the form that its login asks for, and an accepted login ends the choice", () => {
  const { connect, enter, scheduler } = openRoom();
  enter("alice");
  const bob = connect();
  const answer = (...requests: readonly object[]) => {
    bob.say(...requests);
    scheduler.pass(100);
    return bob.news().slice(0, 1);
  };
  expect(answer({ type: "ls" })).not.toMatchObject([{ type: "error" }]);
  const taken = { type: "login", success: false };
  expect(answer({ type: "login", msg: "alice", v: 2 })).toMatchObject([{ ...taken, code: "nickname_taken" }]);
  expect(answer({ type: "ls" })).toMatchObject([{ type: "error", code: "not_logged_in" }]);
  const [classic] = answer({ type: "login", msg: "alice" });
  expect(classic).toEqual({ ...taken, msg: expect.any(String) });
  expect(answer({ type: "login", msg: "no name", v: 2 })).toMatchObject([
    { ...taken, code: "nickname_space" },
  ]);
  expect(answer({ type: "login", msg: "bob", v: 2 })).toMatchObject([{ success: true, v: 2 }]);
  expect(answer({ type: "login", msg: "bob" })).toMatchObject([{ ...taken, code: "already_logged_in" }]);
  expect(answer({ type: "ls", key: "k" })).toMatchObject([{ type: "ls", key: "k" }]);
});

test("a broken line of a v2 client is refused with its key, and costs no other request", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  const broken = [
    '{"type":"broadcast","key":"b1","msg":',
    '{"key":"b2","type":"ls",',
    '{"type":"broadcast","key":"b3","msg":"x',
  ];
  for (const line of broken) alice.send(`${line}\n{"type":"ping","key":"after"}\n`);
  scheduler.pass(100);
  const after = { type: "pong", key: "after" };
  expect(alice.news()).toMatchObject(
    ["b1", "b2", "b3"].flatMap((key) => [{ type: "error", code: "bad_json", key }, after]),
  );
});

test("requests on lines, back to back or indented are all served", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  const ping = (key: string) => ({ type: "ping", key, other: { deep: [{}] } });
  alice.send(
    `${JSON.stringify(ping("a"), undefined, 2)}${JSON.stringify(ping("b"))}\r\n${JSON.stringify(ping("c"))}`,
  );
  alice.send(`\n\n${JSON.stringify(ping("d"), undefined, "\t")}`);
  scheduler.pass(100);
  expect(alice.news().map(({ type, key }) => [type, key])).toEqual(
    ["a", "b", "c", "d"].map((key) => ["pong", key]),
  );
});

test("an old client may begin a line with an inner object", () => {
  const { enter, scheduler } = openRoom();
  const old = enter("old", "classic");
  old.send('{"type":"ping","x":\n{}\n}');
  scheduler.pass(100);
  expect(old.news()).toEqual([{ type: "pong" }]);
});

test("a line begins a frame from the login on that asks for v2, in the same chunk", () => {
  const { connect, scheduler } = openRoom();
  const alice = connect();
  alice.send('{"type":"login","msg":"alice","v":2}\n{"type":"broadcast",\n{"type":"ping","key":"k"}');
  scheduler.pass(100);
  expect(alice.text).toContain('{"type":"pong","key":"k"}');
});

test("a reader that another session has left keeps nothing of that session's form", () => {
  const { enter, scheduler } = openRoom();
  const [alice, old] = [enter("alice"), enter("old", "classic")];
  for (const one of [alice, old]) one.news();
  for (let round = 0; round < 2; round += 1) {
    alice.send('{"type":"ls",\n{"type":"ping","key":"k"}\n');
    scheduler.pass(100);
    expect(alice.news().map(({ type }) => type)).toEqual(["error", "pong"]);
    old.send('{"type":"ping","x":\n{}\n}');
    scheduler.pass(100);
    expect(old.news()).toEqual([{ type: "pong" }]);
  }
});
