/** What a program does through a session: its room, its texts, its nickname. */
import { describe, expect, test } from "bun:test";
import type { ProgramOptions } from "../../../src/client/session/state.ts";
import { acceptedClassic, acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const program: ProgramOptions = { room: "tea", persistent: false, anyNickname: false };
const welcome = { ...acceptedV2, token: "t", rooms: [{ room: "lobby", seq: 4 }] };
const joinTea = (key: number): string => `{"type":"join","room":"tea","key":"k-${key}"}`;
const tea = { type: "join", room: "tea", topic: "", seq: 9, key: "k-1" };

describe("a program", () => {
  test("logs in without cursors, so that it is nobody to come back to", () => {
    const session = scriptSession({ program });
    session.happen({ type: "started" });
    expect(session.open()[0]).toBe(
      'send {"type":"login","msg":"alice","v":2,"quiet":true,"can":["gaps","member_counts"]}',
    );
  });

  test("enters its room before anything is said there", () => {
    const session = scriptSession({ program });
    session.happen({ type: "started" });
    session.happen({ type: "programMessage", text: "/ls" });
    session.open();
    expect(session.hear(welcome)).toContain(
      `send ${joinTea(2)}\n{"type":"broadcast","room":"tea","msg":"/ls","key":"k-1"}\n`,
    );
  });

  test("comes back with its token and its cursors, and asks for its room again where it is not known", () => {
    const session = scriptSession({ program });
    session.arrive(welcome);
    session.hear(tea);
    session.lose();
    session.fire("retry");
    expect(session.open()[0]).toBe(
      'send {"type":"login","msg":"alice","v":2,"token":"t","after":{"lobby":4,"@":0,"tea":9},"quiet":true,"can":["gaps","member_counts"]}',
    );
    expect(session.hear({ ...welcome, resumed: false }).join("")).toContain(`send ${joinTea(2)}`);
  });

  test("says no text in the only room of an old server when it was meant for another", () => {
    const session = scriptSession({ program });
    session.happen({ type: "started" });
    session.happen({ type: "programMessage", text: "secret" });
    session.open();
    expect(session.hear(acceptedClassic)).toEqual([
      "close gently",
      "end This server is an old one: it has a single room and no memory. refused 0 unsent 1",
    ]);
  });

  test("reads back in its room", () => {
    const session = scriptSession({ program });
    session.arrive(welcome);
    session.hear(tea);
    expect(session.happen({ type: "programHistory", range: { after: 3, limit: 9_999 } })).toEqual([
      'send {"type":"history","room":"tea","after":3,"limit":500,"key":"k-2"}\n',
    ]);
    const entries = [{ type: "broadcast", room: "tea", seq: 4, time: 1, from: "bob", msg: "hi" }];
    expect(session.hear({ type: "history", room: "tea", entries, key: "k-2" })).toEqual([
      "show past of tea bob: hi",
    ]);
  });
});

describe("a program that is persistent", () => {
  const patient = { program: { ...program, persistent: true } };

  test("tries again when the first try fails", () => {
    const session = scriptSession(patient);
    session.happen({ type: "started" });
    const effects = session.happen({ type: "closed", connection: 1, reason: { type: "refused" } });
    expect(effects).toContain("arm retry 250");
    expect(session.fire("retry")).toContain("connect 2");
  });

  test("gives up on a machine that does not exist", () => {
    const session = scriptSession(patient);
    session.happen({ type: "started" });
    expect(session.happen({ type: "closed", connection: 1, reason: { type: "hostUnknown" } })).toEqual([
      "end There is no machine called host. Check the name. refused 0 unsent 0",
    ]);
  });
});

describe("a program under any nickname", () => {
  const taken = { type: "login", success: false, code: "nickname_taken", nickname: "alice", msg: "" };

  test("takes another one when it finds its own taken, and is still the same", () => {
    const session = scriptSession({ program: { ...program, anyNickname: true }, canAsk: true });
    session.arrive(welcome);
    session.hear(tea);
    session.lose();
    session.fire("retry");
    session.open();
    expect(session.hear(taken)).toContain("ask The nickname alice is taken. Choose another one.");
    session.happen({ type: "named", nickname: "alice-2" });
    expect(session.open()[0]).toBe(
      'send {"type":"login","msg":"alice-2","v":2,"token":"t","after":{"lobby":4,"@":0,"tea":9},"quiet":true,"can":["gaps","member_counts"]}',
    );
  });
});
