/** The client as a whole, with plain lines, in the room of an old server, over a real socket. */
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { Identity } from "../../src/client/identity/identity.ts";
import { stateFolder } from "../../src/client/identity/platform-folders.ts";
import { join as joinRoom } from "../../src/client/join.ts";
import { processPorts } from "../../src/client/process-ports.ts";
import type { JoinEnd, JoinOptions } from "../../src/client/join.ts";
import type { Preferences } from "../../src/client/preferences.ts";
import { en } from "../../src/locale/en.ts";
import { closedPort } from "../support/closed-port.ts";
import { fieldsOf } from "../support/fields.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { openOldServer } from "../support/old-server.ts";
import { openServer } from "../support/server.ts";
import { openStubServer } from "../support/stub-server.ts";
import { SocketClient } from "../support/socket-client.ts";
import type { WatchedStream } from "../support/watched-stream.ts";
import { watchStream } from "../support/watched-stream.ts";

setDefaultTimeout(testTimeoutMs);

const home = mkdtempSync(join(tmpdir(), "chat-join-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const preferences: Preferences = {
  typing: true,
  notify: "mentions",
  bell: true,
  notifications: true,
  colour: "auto",
  inputHistory: true,
  backlog: 20,
};

interface Guest {
  readonly say: (line: string) => void;
  readonly hangUp: () => void;
  readonly out: WatchedStream;
  readonly states: WatchedStream;
  readonly end: Promise<JoinEnd>;
  readonly abort: () => void;
}

function enter(port: number, nickname: string, options: Partial<Omit<JoinOptions, "ports">> = {}): Guest {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const controller = new AbortController();
  const [out, states] = [watchStream(stdout), watchStream(stderr)];
  const whole = {
    host: "127.0.0.1",
    port,
    nickname,
    catalogue: en,
    plain: true,
    json: false,
    preferences,
    environment: { HOME: home },
    stdin,
    stdout,
    stderr,
    signal: controller.signal,
    ...options,
  };
  const end = joinRoom({ ...whole, ports: processPorts(whole) });
  return {
    say: (line) => void stdin.write(`${line}\n`),
    hangUp: () => void stdin.end(),
    abort: () => controller.abort(),
    out,
    states,
    end,
  };
}

for (const writes of ["apart", "ragged"] as const)
  test(`join talks in an old server's room whose writes are ${writes}`, async () => {
    using server = openOldServer(writes);
    const alice = enter(server.port, "alice");
    await alice.states.until("You are alice");
    const bob = enter(server.port, "bob");
    await alice.out.until("bob comes in");
    bob.say("hello, 你好");
    await alice.out.until("bob: hello, 你好\n");
    alice.say("@bob psst");
    await bob.out.until("(from alice) psst\n");
    await alice.out.until("(to bob) psst\n");
    alice.say("/ls");
    await alice.out.until("2 people are here:\n\talice\n\tbob\n");
    bob.say("/quit");
    expect(await bob.end).toEqual({ code: 0 });
    await alice.out.until("bob goes out");
    alice.hangUp();
    expect(await alice.end).toEqual({ code: 0 });
    expect(server.dropped).toEqual([]);
  });

test("join sends a piped block to an old server one object at a time, long texts in parts", async () => {
  using server = openOldServer();
  const alice = enter(server.port, "alice");
  const long = "汉字🙂".repeat(100);
  alice.say("one");
  alice.say(long);
  alice.say("two");
  alice.hangUp();
  expect(await alice.end).toEqual({ code: 0 });
  expect(server.dropped).toEqual([]);
  const texts = server.requests.slice(1).map((request) => ("msg" in request ? request.msg : undefined));
  expect(texts.at(0)).toBe("one");
  expect(texts.slice(1, -1).join("")).toBe(long);
  expect(texts.at(-1)).toBe("two");
});

test("join comes back to an old server that hung up, and sends what was typed meanwhile", async () => {
  using server = openOldServer();
  const alice = enter(server.port, "alice");
  await alice.states.until("You are alice");
  server.hangUp();
  await alice.states.until("connection to the server is lost");
  alice.say("still here");
  await alice.out.until("alice: still here");
  alice.abort();
  expect(await alice.end).toEqual({ code: 0 });
});

test("join comes back to an old server where its own ghost has the nickname still", async () => {
  using server = openOldServer();
  const alice = enter(server.port, "alice");
  await alice.states.until("You are alice");
  const release = server.haunt();
  await alice.states.until("connection to the server is lost");
  alice.say("still here");
  await alice.states.until("alice is used already Trying again");
  expect(server.requests.filter(({ type }) => type === "broadcast")).toEqual([]);
  release();
  await alice.out.until("alice: still here");
  alice.hangUp();
  expect(await alice.end).toEqual({ code: 0 });
});

test("join of a program does not answer for what a person left unsent", async () => {
  using server = openOldServer();
  const environment = { HOME: mkdtempSync(join(home, "left-")) };
  const left = new Identity({ folder: stateFolder(environment), host: "127.0.0.1", port: server.port });
  left.restore("alice");
  left.journal([{ type: "broadcast", room: "lobby", text: "later", key: "k" }], []);
  left.release();
  const alice = enter(server.port, "alice", { environment });
  alice.say("now");
  alice.hangUp();
  expect(await alice.end).toEqual({ code: 0 });
});

test("join ends with a sentence when a nickname is refused and nobody can be asked", async () => {
  using server = openOldServer();
  const first = enter(server.port, "alice");
  await first.states.until("You are alice");
  const second = enter(server.port, "alice");
  expect(await second.end).toEqual({ code: 1, reason: "alice is used already" });
  first.abort();
  await first.end;
});

test("join asks again in lines when somebody is there to answer", async () => {
  using server = openOldServer();
  const stdin = watched();
  const carol = enter(server.port, "car ol", { stdin });
  await carol.states.until("cannot hold spaces");
  stdin.write("carol\n");
  await carol.states.until("You are carol");
  carol.abort();
  expect(await carol.end).toEqual({ code: 0 });
});

test("join that was told to leave before it began does not wait for a server", async () => {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const ann = enter(listener.port, "ann", { signal: AbortSignal.abort() });
  expect(await ann.end).toEqual({ code: 0 });
  listener.stop(true);
});

test("join without a nickname and without somebody to ask is wrong usage", async () => {
  expect(await enter(1, "", { nickname: undefined }).end).toEqual({
    code: 2,
    reason: en.client.nicknameNeeded,
  });
});

test("join ends with a sentence when the first try is refused, and says what was not sent", async () => {
  const port = closedPort();
  const stdin = new PassThrough();
  stdin.end("hello");
  const alice = enter(port, "alice", { stdin });
  const { code, reason } = await alice.end;
  expect(code).toBe(1);
  expect(reason).toStartWith(en.client.connectionRefused(`127.0.0.1:${port}`));
});

test("join ends with a sentence when a host's name is not known", async () => {
  const alice = enter(1, "alice", { host: "no-such-host.invalid" });
  expect(await alice.end).toEqual({ code: 1, reason: en.client.hostUnknown("no-such-host.invalid") });
});

test("join tells a pipe nothing of before, and a person at plain lines where that begins which is new", async () => {
  await using server = await openServer();
  using bob = await SocketClient.enter(server.port, "bob");
  bob.say({ type: "broadcast", msg: "seen" });
  await bob.until(() => bob.frames("broadcast").length === 1);
  const ann = enter(server.port, "ann", { stdin: watched() });
  await ann.out.until("bob: seen\n");
  ann.abort();
  expect(await ann.end).toEqual({ code: 0 });
  bob.say({ type: "broadcast", msg: "missed" });
  await bob.until(() => bob.frames("broadcast").length === 2);
  const pipe = enter(server.port, "carl");
  await pipe.states.until("You are carl");
  bob.say({ type: "broadcast", msg: "live" });
  await pipe.out.until("bob: live\n");
  expect(pipe.out.text()).toBe("bob: live\n");
  pipe.hangUp();
  await pipe.end;
  const again = enter(server.port, "ann", { stdin: watched() });
  await again.out.until("bob: missed\nbob: live\n");
  expect(again.states.text()).toMatch(/Said before in lobby:\nlobby: new since \d\d:\d\d\n/);
  again.abort();
  await again.end;
});

test("join says to a person, once, that nothing can be kept", async () => {
  await using server = await openServer();
  const [refused, kept] = [join(home, "no-folder"), join(home, "folder")];
  await Bun.write(refused, "a file");
  const told: string[] = [];
  for (const state of [refused, kept]) {
    const environment = { HOME: home, XDG_STATE_HOME: state };
    const ann = enter(server.port, "ann", { stdin: watched(), environment });
    await ann.states.until("You are in lobby");
    ann.abort();
    await ann.end;
    told.push(...Array.from(ann.states.text().matchAll(/Nothing can be kept in \S+/g), ([found]) => found));
  }
  expect(told).toEqual([`Nothing can be kept in ${join(refused, "chat")}:`]);
});

test("join gives a program one event a line, to the end", async () => {
  await using server = await openServer();
  const robot = enter(server.port, "robot", { json: true });
  await robot.out.until(`"state":"online"`);
  robot.say("hello");
  robot.say("/nonsense");
  robot.hangUp();
  expect(await robot.end).toEqual({ code: 1 });
  const events = robot.out.text().trimEnd().split("\n").map(fieldsOf);
  const named = (name: string): object | undefined => events.find(({ event }) => event === name);
  const names = new Set(events.map(({ event }) => event));
  expect(["link", "here", "message", "refused", "end"].filter((name) => !names.has(name))).toEqual([]);
  expect(named("message")).toMatchObject({ room: "lobby", from: "robot", msg: "hello", own: true });
  expect(named("refused")).toMatchObject({ reason: "There is no command /nonsense. /help shows all." });
  expect(events.at(-1)).toEqual({ event: "end" });
  expect(robot.states.text()).toBe("");
});

/** Answers a message, and sends one besides of a room that nobody asked for. */
function openBrokenServer() {
  return openStubServer(({ type, msg, key }) => {
    if (type !== "broadcast") return [];
    const entry = { type, room: "lobby", seq: 1, time: 5, from: "ann", msg, key };
    return [{ ...entry, room: "nowhere", from: "bob", key: undefined }, entry];
  });
}

test("join of a program ends with 1 when something was dropped, and a person's with 0", async () => {
  using server = openBrokenServer();
  const program = enter(server.port, "ann");
  program.say("hello");
  program.hangUp();
  expect(await program.end).toEqual({ code: 1 });
  expect(program.states.text()).toContain(en.client.brokenMessages(1));
  expect(program.out.text()).toBe("ann: hello\n");
  const stdin = watched();
  const person = enter(server.port, "ann", { stdin });
  stdin.write("hello\n");
  await person.out.until("ann: hello");
  person.abort();
  expect(await person.end).toEqual({ code: 0 });
});

/** Somebody's terminal, as far as input goes. */
function watched(): PassThrough {
  return Object.assign(new PassThrough(), { isTTY: true });
}
