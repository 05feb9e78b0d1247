/** What was said before: `/history`, which shows never the same lines twice, and what is shown on coming in. */
import { describe, expect, test } from "bun:test";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";
import { conversationsMax } from "../../../src/client/limits.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const entry = (seq: number, room = "lobby", from = "bob"): object => {
  return { type: "broadcast", room, seq, time: 5, from, msg: `m${seq}` };
};
const history = (key: string, entries: readonly object[], room = "lobby"): object => {
  return { type: "history", room, entries, key };
};

function inLobby(seq: number, backlog: number, mailboxSeq = 0): ScriptedSession {
  const restore = () => ({ ...emptySavedSession, token: "t", mailboxSeq });
  const session = scriptSession({ backlog, restore });
  session.arrive({ ...acceptedV2, token: "t", resumed: true, rooms: [{ room: "lobby", topic: "", seq }] });
  return session;
}

/** What is asked for: the entries before one, or the last ones. */
function asked(effects: readonly string[]): readonly string[] {
  return effects.flatMap((effect) => {
    if (!effect.startsWith("send")) return [];
    const [before = "the last"] = /"before":\d+/.exec(effect) ?? [];
    return [before];
  });
}

describe("/history", () => {
  test("shows what lies before what was shown on coming in, and then what lies before that", () => {
    const session = inLobby(9, 2);
    session.hear(history("k-1", [entry(8), entry(9)]));
    session.hear(entry(10));
    expect(asked(session.submit("/history 2"))).toEqual([`"before":8`]);
    expect(session.hear(history("k-2", [entry(6), entry(7)]))).toEqual([
      "show past of lobby bob: m6 bob: m7",
    ]);
    expect(asked(session.submit("/history"))).toEqual([`"before":6`]);
  });

  test("shows what came and was too much to be shown, and once alone", () => {
    const session = inLobby(0, 0);
    session.hear(entry(1), entry(2), entry(3), entry(4));
    session.happen({ type: "shownFrom", conversation: "lobby", seq: 3 });
    expect(asked(session.submit("/history"))).toEqual([`"before":3`]);
    expect(session.hear(history("k-1", [entry(1), entry(2)]))).toEqual([
      "show past of lobby bob: m1 bob: m2",
    ]);
    expect(asked(session.submit("/history"))).toEqual([`"before":1`]);
  });

  test("says so when nothing lies before", () => {
    const session = inLobby(1, 2);
    session.hear(history("k-1", [entry(1)]));
    session.submit("/history");
    expect(session.hear(history("k-2", []))).toEqual(["show past of lobby"]);
  });

  test("waits for what is shown on coming in", () => {
    const session = inLobby(0, 2);
    session.submit("/join tea");
    expect(session.submit("/history")).toEqual([]);
    const effects = session.hear({ type: "join", room: "tea", topic: "", seq: 5, key: "k-1" });
    expect(effects.join("")).toContain(`"before":6,"limit":2`);
    expect(effects.join("")).not.toContain(`"limit":50`);
    const backlog = history("k-3", [entry(4, "tea"), entry(5, "tea")], "tea");
    expect(asked(session.hear(backlog))).toEqual([`"before":4`]);
  });

  test("asked for twice at once, goes on where the first one ended", () => {
    const session = inLobby(0, 0);
    session.hear(entry(9));
    expect(asked(session.submit("/history 1"))).toEqual([`"before":9`]);
    expect(session.submit("/history 1")).toEqual([]);
    expect(asked(session.hear(history("k-1", [entry(8)])))).toEqual([`"before":8`]);
  });

  test("is asked for anew after a lost line, before what was shown meanwhile", () => {
    const session = inLobby(0, 0);
    session.submit("/history");
    session.lose();
    session.fire("retry");
    session.open();
    const back = { ...acceptedV2, resumed: true, rooms: [{ room: "lobby", topic: "", seq: 3 }] };
    session.hear(back, entry(3));
    session.lose();
    session.fire("retry");
    session.open();
    expect(asked(session.hear(back))).toEqual([`"before":3`]);
  });

  test("shows the last messages again on a cleared screen", () => {
    const session = inLobby(0, 0);
    session.hear(entry(9));
    expect(session.submit("/clear")).toEqual(["show clear"]);
    expect(asked(session.submit("/history"))).toEqual(["the last"]);
  });

  test("shows the last messages of a private conversation again on a cleared screen", () => {
    const session = inLobby(0, 2);
    session.submit("/query bob");
    session.hear({ type: "history", nickname: "bob", entries: [], key: "k-1" });
    session.submit("/clear");
    expect(asked(session.submit("/query bob"))).toEqual(["the last"]);
  });

  test("leaves to the future what overtakes it", () => {
    const session = inLobby(5, 0);
    session.submit("/history");
    expect(session.hear(history("k-1", [entry(5), entry(6)]))).toEqual(["show past of lobby bob: m5"]);
    expect(session.hear(entry(6))).toContain("show bob: m6");
    session.submit("/query eve");
    session.submit("/history");
    const psst = { type: "single", seq: 1, time: 5, from: "eve", to: "alice", msg: "psst" };
    session.hear({ type: "history", nickname: "eve", entries: [psst], key: "k-2" });
    expect(session.hear(psst)).toContain("show eve to alice: psst");
  });

  test("begins anew on a server that has other logs", () => {
    const session = inLobby(0, 0);
    session.hear(entry(9));
    session.lose();
    session.fire("retry");
    session.open();
    session.hear({
      ...acceptedV2,
      token: "u",
      resumed: false,
      rooms: [{ room: "lobby", topic: "", seq: 70 }],
    });
    expect(asked(session.submit("/history"))).toEqual(["the last"]);
  });

  test("begins anew in a room that was left", () => {
    const session = inLobby(0, 0);
    session.submit("/join tea");
    session.hear({ type: "join", room: "tea", topic: "", seq: 8, key: "k-1" }, entry(9, "tea"));
    session.hear({ type: "leave", room: "tea" });
    session.submit("/join tea");
    session.hear({ type: "join", room: "tea", topic: "", seq: 9, key: "k-2" });
    expect(asked(session.submit("/history"))).toEqual(["the last"]);
  });

  test("goes on to what is to be seen when all of it is an ignored person's", () => {
    const session = inLobby(0, 0);
    session.submit("/ignore eve");
    session.submit("/history 1");
    expect(asked(session.hear(history("k-1", [entry(9, "lobby", "eve")])))).toEqual([`"before":9`]);
    expect(session.hear(history("k-2", []))).toEqual(["show past of lobby"]);
  });

  test("counts what one said to oneself as one's own", () => {
    const session = inLobby(0, 0, 9);
    session.submit("/query Alice");
    session.submit("/history");
    const entries = [{ type: "single", seq: 4, time: 5, from: "alice", to: "alice", msg: "note" }];
    expect(session.hear({ type: "history", nickname: "Alice", entries, key: "k-1" })).toEqual([
      "show past of @Alice own alice: note",
    ]);
  });

  test("counts one's own private messages under an earlier nickname as one's own", () => {
    const session = inLobby(0, 0, 9);
    session.submit("/query bob");
    session.submit("/history");
    const entries = [{ type: "single", seq: 4, time: 5, from: "alicia", to: "bob", msg: "hi" }];
    expect(session.hear({ type: "history", nickname: "bob", entries, key: "k-1" })).toEqual([
      "show past of @bob own alicia: hi",
    ]);
    expect(asked(session.submit("/history"))).toEqual([`"before":4`]);
  });
});

describe("/query", () => {
  const single = (seq: number, from: string): object => {
    return { type: "single", seq, time: 5, from, to: "alice", msg: `m${seq}` };
  };

  test("does not show what will come by itself, where the answer overtakes that", () => {
    const session = inLobby(0, 20, 5);
    session.submit("/query bob");
    const [shown, later] = [single(5, "bob"), single(6, "bob")];
    expect(session.hear({ type: "history", nickname: "bob", entries: [shown, later], key: "k-1" })).toEqual([
      "show past of @bob bob: m5",
    ]);
    expect(session.hear(later)).toContain("show bob to alice: m6");
  });

  test("shows the last messages again of a conversation that was closed for others", () => {
    const session = inLobby(0, 20);
    const others = Array.from({ length: conversationsMax + 1 }, (_, index) => `n${index}`);
    session.hear(...others.map((nickname, index) => single(index + 1, nickname)));
    expect(asked(session.submit("/query n0"))).toEqual(["the last"]);
    // One that stayed open: what is shown of it lies behind.
    expect(asked(session.submit("/query n9"))).toEqual([`"before":10`]);
  });
});
