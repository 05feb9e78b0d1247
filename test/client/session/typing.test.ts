/** Who is writing: what others are told and when, and what they tell. */
import { describe, expect, test } from "bun:test";
import type { KeyedRequest } from "../../../src/client/session/outbox.ts";
import type { SessionOptions } from "../../../src/client/session/state.ts";
import { emptySession } from "../../../src/client/session/state.ts";
import { step } from "../../../src/client/session/step.ts";
import { signalTyping } from "../../../src/client/session/typing.ts";
import { typingSignPauseMs } from "../../../src/client/limits.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import {
  acceptedClassic,
  acceptedV2,
  scriptSession,
  sessionOptions,
} from "../../support/scripted-session.ts";

const notice = (event: string, nickname: string, room = "lobby"): object => {
  return { type: "system_msg", event, nickname, room, time: 5, msg: "" };
};
const entry = (from: string): object => {
  return { type: "broadcast", room: "lobby", seq: 1, time: 5, from, msg: "hi" };
};
const sign = (key: string, room = "lobby"): string =>
  `send ${JSON.stringify({ type: "typing", room, key: `k-typing-${key}` })}\n`;

function inLobby(members: number, options: Parameters<typeof scriptSession>[0] = {}): ScriptedSession {
  const session = scriptSession({ announcesTyping: true, ...options });
  session.arrive({ ...acceptedV2, rooms: [{ room: "lobby", topic: "", seq: 0, members }] });
  return session;
}

const options: SessionOptions = { ...sessionOptions, announcesTyping: true };

/** Counts how often somebody asks how much is in it. */
class CountedMap<Key, Value> extends Map<Key, Value> {
  looks = 0;

  override get size(): number {
    this.looks += 1;
    return super.size;
  }
}

/** In two rooms, and talking in the lobby. */
function inTwoRooms(members: number): ScriptedSession {
  const session = scriptSession({ announcesTyping: true });
  const rooms = ["lobby", "tea"].map((room) => ({ room, topic: "", seq: 0, members }));
  session.arrive({ ...acceptedV2, rooms });
  return session;
}

describe("signalTyping", () => {
  test("looks at nothing that waits: it happens at every key", () => {
    const state = emptySession(options);
    const waiting = new CountedMap<string, KeyedRequest>();
    state.outbox.waiting = waiting;
    expect(step(state, { type: "typing", time: 0, random: 0 })).toEqual([]);
    expect(waiting.looks).toBe(0);
    step(state, { type: "submitted", text: "hi", line: undefined, time: 0, random: 0 });
    expect(waiting.looks).toBeGreaterThan(0);
  });

  test("is told at most every three seconds", () => {
    const session = inLobby(2);
    expect(session.type()).toEqual([sign("1")]);
    session.pass(2_999);
    expect(session.type()).toEqual([]);
    session.pass(1);
    expect(session.type()).toEqual([sign("2")]);
  });

  test("is told to the one with whom a conversation is private", () => {
    const session = inLobby(2);
    session.submit("/query bob");
    expect(session.type()).toEqual([`send {"type":"typing","nickname":"bob","key":"k-typing-1"}\n`]);
  });

  test.each([
    ["by who does not want it", inLobby(2, { announcesTyping: false })],
    ["by a program", inLobby(2, { announcesTyping: undefined })],
    ["alone", inLobby(1)],
  ])("is not told %s", (_, session) => {
    expect(session.type()).toEqual([]);
  });

  test("is not told to an old server, nor before one is in a room", () => {
    const session = scriptSession({ announcesTyping: true });
    session.happen({ type: "started" });
    expect(session.type()).toEqual([]);
    session.open();
    session.hear(acceptedClassic);
    expect(session.type()).toEqual([]);
  });

  test("is not told offline, nor later", () => {
    const session = inLobby(2);
    session.lose();
    expect(session.type()).toEqual([]);
    session.fire("retry");
    session.open();
    const back = session.hear({ ...acceptedV2, rooms: [{ room: "lobby", topic: "", seq: 0, members: 2 }] });
    expect(back.join("")).not.toContain("typing");
  });

  test("is not told where one cannot write", () => {
    const session = inLobby(2);
    session.submit("/i");
    session.hear({ type: "ignore", success: true, ignoring: true, msg: "", key: "k-1" });
    expect(session.type()).toEqual([]);
  });

  test("is told for a while no more when nobody sees it", () => {
    const session = inLobby(2);
    session.type();
    session.hear({ type: "typing", watchers: 0, key: "k-typing-1" });
    session.pass(29_999);
    expect(session.type()).toEqual([]);
    session.pass(1);
    expect(session.type()).toEqual([sign("2")]);
  });

  test.each([
    ["somebody comes", notice("join", "eve")],
    ["somebody says something", entry("bob")],
  ])("is told again as soon as %s", (_, message) => {
    const session = inLobby(2);
    session.type();
    session.hear({ type: "typing", watchers: 0, key: "k-typing-1" });
    session.hear(message);
    expect(session.type()).toEqual([sign("2")]);
  });

  test("is told no earlier because of one's own message when nobody sees it", () => {
    const session = inLobby(2);
    session.type();
    session.hear({ type: "typing", watchers: 0, key: "k-typing-1" });
    session.hear(entry("alice"));
    expect(session.type()).toEqual([]);
  });

  test("is told no earlier because of what others say while they see it", () => {
    const session = inLobby(2);
    session.type();
    session.hear({ type: "typing", watchers: 1, key: "k-typing-1" });
    session.hear(entry("bob"));
    expect(session.type()).toEqual([]);
  });

  test("is told in one conversation whatever is known of another", () => {
    const session = inTwoRooms(2);
    session.type();
    session.hear({ type: "typing", watchers: 0, key: "k-typing-1" });
    session.go("tea");
    expect(session.type()).toEqual([sign("2", "tea")]);
  });

  test("is told in one conversation whatever comes late of another", () => {
    const session = inTwoRooms(2);
    session.type();
    session.go("tea");
    session.type();
    session.hear({ type: "typing", watchers: 0, key: "k-typing-1" });
    session.pass(3_000);
    expect(session.type()).toEqual([sign("3", "tea")]);
  });

  test("is told to one person again as soon as they come", () => {
    const session = inTwoRooms(2);
    session.submit("/query bob");
    session.type();
    session.hear({ type: "typing", watchers: 0, key: "k-typing-1" });
    session.hear(notice("join", "BOB", "tea"));
    expect(session.type().join("")).toContain("k-typing-2");
  });

  test("is told again by a clock that was set back", () => {
    const session = inLobby(2);
    session.type();
    session.pass(-3_600_000);
    expect(session.type()).toEqual([sign("2")]);
  });

  test("is told for a while no more after an error, which is nobody's news", () => {
    const session = inLobby(2);
    session.submit("/query eve");
    session.type();
    const error = { type: "error", code: "nickname_unknown", nickname: "eve", msg: "", key: "k-typing-1" };
    expect(session.hear(error)).toEqual([]);
    session.pass(10_000);
    expect(session.type()).toEqual([]);
  });
});

describe("a sign of somebody else's writing", () => {
  test("is asked for at login by a face that shows it", () => {
    const session = scriptSession({ announcesTyping: true });
    session.happen({ type: "started" });
    expect(session.open()[0]).toContain(`"typing":true`);
  });

  test("is shown in its conversation", () => {
    const session = inTwoRooms(2);
    const signs = [
      { type: "typing", nickname: "bob", room: "tea" },
      { type: "typing", nickname: "bob", to: "alice" },
    ];
    expect(session.hear(...signs)).toEqual(["show typing bob in tea", "show typing bob in @bob"]);
  });

  test("is not shown of oneself, who may be there twice", () => {
    const session = inLobby(2);
    expect(session.hear({ type: "typing", room: "lobby", nickname: "alice" })).toEqual([]);
    expect(session.hear({ type: "typing", nickname: "alice", to: "alice" })).toEqual([]);
  });

  test("is not shown from somebody who is ignored", () => {
    const session = inLobby(2);
    session.submit("/ignore BOB");
    expect(session.hear({ type: "typing", nickname: "bob", room: "lobby" })).toEqual([]);
  });
});

test("signalTyping remembers no pauses that are over, in however many places something was written", () => {
  const state = emptySession(options);
  state.phase = { type: "online", version: 2, since: 0, pinged: false };
  for (let count = 1; count <= 100; count += 1) {
    state.conversation = `@n${count}`;
    expect(signalTyping(state, count * typingSignPauseMs)).toHaveLength(1);
  }
  expect(state.typing.pauses.size).toBe(1);
});
