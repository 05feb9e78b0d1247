/** Messages that wait for what was said before them: in which bounds, and what becomes of an answer that comes late. */
import { describe, expect, test } from "bun:test";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";
import { backlogTimeoutMs, heldMessagesMax, heldUnitsMax } from "../../../src/client/limits.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const entry = (seq: number, room = "lobby", from = "bob"): object => {
  return { type: "broadcast", room, seq, time: 5, from, msg: `m${seq}` };
};
const history = (key: string, entries: readonly object[], room = "lobby"): object => {
  return { type: "history", room, entries, key };
};

function inLobby(seq: number, backlog: number, returns = false): ScriptedSession {
  const restore = () => ({ ...emptySavedSession, token: "t", mailboxSeq: 0 });
  const session = scriptSession({ backlog, restore, returns });
  session.arrive({ ...acceptedV2, token: "t", resumed: true, rooms: [{ room: "lobby", topic: "", seq }] });
  return session;
}

describe("what was said before one came in", () => {
  test("is waited for no longer when it cannot be had, but still in the other rooms", () => {
    const session = inLobby(7, 20);
    session.submit("/join tea");
    session.hear({ type: "join", room: "tea", topic: "", seq: 5, key: "k-2" }, entry(8), entry(6, "tea"));
    expect(session.hear({ type: "error", code: "storage", msg: "", key: "k-1" })).toEqual(["show bob: m8"]);
    expect(session.hear(history("k-3", [entry(5, "tea")], "tea"))).toEqual([
      "show past of tea bob: m5",
      "show [tea] bob: m6",
    ]);
  });

  test("is waited for no longer when very much has been said since", () => {
    const session = inLobby(7, 20);
    const said = Array.from({ length: heldMessagesMax }, (_, index) => entry(8 + index));
    expect(session.hear(...said.slice(1))).toEqual([]);
    expect(session.hear(entry(8 + heldMessagesMax))).toHaveLength(heldMessagesMax);
    expect(session.hear(history("k-1", [entry(7)]))).toEqual(["show past of lobby bob: m7"]);
  });

  test("is waited for no longer when very much text has been said since", () => {
    const session = inLobby(7, 20);
    const long = "x".repeat(8 * 1024);
    const count = heldUnitsMax / long.length;
    const said = Array.from({ length: count }, (_, index) => ({ ...entry(8 + index), msg: long }));
    expect(session.hear(...said.slice(1))).toEqual([]);
    expect(session.hear({ ...entry(9 + count), msg: "x".repeat(long.length - 1) })).toEqual([]);
    expect(session.hear({ ...entry(10 + count), msg: "x" })).toHaveLength(count + 1);
    expect(session.hear(history("k-1", [entry(7)]))).toEqual(["show past of lobby bob: m7"]);
  });

  test("is waited for no longer after a while, and may still come", () => {
    const session = inLobby(7, 20);
    session.submit("/join tea");
    session.hear(entry(8));
    expect(session.fire("backlog")).toEqual([`arm backlog ${backlogTimeoutMs}`]);
    session.hear({ type: "join", room: "tea", topic: "", seq: 5, key: "k-2" }, entry(6, "tea"));
    expect(session.fire("backlog")).toEqual(["show bob: m8", `arm backlog ${backlogTimeoutMs}`]);
    expect(session.hear(entry(9))).toEqual(["show bob: m9"]);
    expect(session.fire("backlog")).toEqual(["show [tea] bob: m6"]);
    expect(session.hear(history("k-1", [entry(7)]))).toEqual(["show past of lobby bob: m7"]);
    expect(session.hear({ type: "error", code: "storage", msg: "", key: "k-3" })).toEqual([]);
    expect(session.fire("backlog")).toEqual([]);
  });

  test("is asked for again over the next line where it was missed and nothing has come since", () => {
    const rooms = new Map([["lobby", 3]]);
    const session = scriptSession({
      backlog: 20,
      returns: true,
      restore: () => ({ ...emptySavedSession, token: "t", rooms }),
    });
    const answer = {
      ...acceptedV2,
      token: "t",
      resumed: true,
      rooms: [{ room: "lobby", topic: "", seq: 4 }],
    };
    session.arrive(answer);
    session.fire("backlog");
    session.fire("backlog");
    expect(session.state.held.size).toBe(0);
    session.lose();
    session.fire("retry");
    expect(session.open().join("")).not.toContain("lobby");
    expect(session.hear(answer).join("")).toContain(`"before":5,"limit":20`);
  });

  test("is waited for by one timeout, which begins with the first room", () => {
    const session = scriptSession({ backlog: 20 });
    session.happen({ type: "started" });
    session.open();
    const rooms = ["lobby", "tea"].map((room) => ({ room, topic: "", seq: 7 }));
    const armed = (effects: readonly string[]): number =>
      effects.filter((effect) => effect.startsWith("arm backlog")).length;
    expect(armed(session.hear({ ...acceptedV2, rooms }))).toBe(1);
    session.hear(history("k-1", [entry(7)]), history("k-2", [entry(7, "tea")], "tea"));
    session.submit("/join later");
    expect(armed(session.hear({ type: "join", room: "later", topic: "", seq: 5, key: "k-3" }))).toBe(1);
  });

  test("is dropped when it comes over another connection than it was asked for", () => {
    const session = inLobby(7, 20);
    session.fire("backlog");
    session.fire("backlog");
    expect(session.state.held.size).toBe(0);
    session.lose();
    session.fire("retry");
    session.open();
    session.hear({ ...acceptedV2, token: "t", resumed: true, rooms: [{ room: "lobby", topic: "", seq: 7 }] });
    expect(session.hear(history("k-1", [entry(7)]))).toEqual(["show broken 1"]);
  });

  test("is not shown of a room that was left meanwhile", () => {
    const session = inLobby(0, 20);
    session.submit("/join tea");
    session.hear({ type: "join", room: "tea", topic: "", seq: 5, key: "k-1" });
    session.hear({ type: "leave", room: "tea" });
    expect(session.hear(history("k-2", [entry(5, "tea")], "tea"))).toEqual([]);
  });

  test("of a room that was left and joined again is that of the second time", () => {
    const session = inLobby(0, 20);
    for (const key of ["k-1", "k-3"]) {
      session.submit("/join tea");
      session.hear({ type: "join", room: "tea", topic: "", seq: 5, key });
      if (key === "k-1") session.hear({ type: "leave", room: "tea" });
    }
    session.hear(entry(6, "tea"));
    expect(session.hear(history("k-2", [entry(4, "tea")], "tea"))).toEqual(["show past of tea bob: m4"]);
    expect(session.hear(history("k-4", [entry(5, "tea")], "tea"))).toEqual([
      "show past of tea bob: m5",
      "show [tea] bob: m6",
    ]);
  });

  test.each([
    ["a program", false],
    ["a person", true],
  ])("is waited for no longer by %s that is leaving when the line breaks", (_, returns) => {
    const session = inLobby(7, 20, returns);
    session.hear(entry(8));
    session.submit("not acknowledged");
    session.submit("/quit");
    expect(session.lose()[0]).toBe("show bob: m8");
  });
});
