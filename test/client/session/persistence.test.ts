/** What a person finds again in the next run: the rooms, what was missed there, what was not sent. */
import { describe, expect, test } from "bun:test";
import type { KeyedRequest } from "../../../src/client/session/outbox.ts";
import type { RestoredSession } from "../../../src/client/session/saved-session.ts";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";
import { missedMessagesMax } from "../../../src/client/limits.ts";
import { roomsPerSessionMax } from "../../../src/protocol/limits.ts";
import { fieldsOf } from "../../support/fields.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedClassic, acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const entry = (room: string, seq: number, fields: object = {}): object => {
  return { type: "broadcast", room, seq, time: 5, from: "bob", msg: `${seq}`, ...fields };
};
const history = (room: string, key: string, seqs: readonly number[]): object => {
  return { type: "history", room, entries: seqs.map((seq) => entry(room, seq)), key };
};
const inRooms = (...rooms: readonly (readonly [room: string, seq: number])[]): object => {
  return {
    ...acceptedV2,
    token: "t",
    resumed: true,
    rooms: rooms.map(([room, seq]) => ({ room, topic: "", seq })),
  };
};
const remembered: RestoredSession = {
  ...emptySavedSession,
  token: "t",
  mailboxSeq: 3,
  rooms: new Map([
    ["lobby", 7],
    ["tea", 40],
  ]),
};
const said = (key: string): KeyedRequest => ({ type: "broadcast", room: "tea", text: `text of ${key}`, key });

function person(restored: RestoredSession = remembered, backlog = 20): ScriptedSession {
  const session = scriptSession({ returns: true, backlog, restore: () => restored });
  session.happen({ type: "started" });
  return session;
}

function sent(effects: readonly string[]): readonly string[] {
  return effects
    .filter((effect) => effect.startsWith("send"))
    .flatMap((effect) => effect.replace("send ", "").trimEnd().split("\n"));
}

const told = (effects: readonly string[], what: string): readonly string[] =>
  effects.filter((effect) => effect.startsWith(what));

describe("step, in the next run", () => {
  test("comes back into its rooms, but lets nothing of them be sent before it asks", () => {
    const [login = ""] = sent(person().open());
    expect(fieldsOf(login)).toMatchObject({ token: "t", after: { tea: Number.MAX_SAFE_INTEGER, "@": 3 } });
    expect(login).not.toContain("lobby");
  });

  test.each([
    ["nothing", 40, 20],
    ["a few", 45, 20],
    ["more than is shown otherwise", 90, 50],
    ["very much", 5_000, missedMessagesMax],
  ])("asks for what was missed when it was %s", (_, head, limit) => {
    const session = person();
    session.open();
    const asked = sent(session.hear(inRooms(["tea", head])));
    expect(asked).toEqual([
      `{"type":"history","room":"tea","before":${head + 1},"limit":${limit},"key":"k-1"}`,
    ]);
  });

  test("comes back into no more rooms than a session may be in", () => {
    const rooms = new Map(Array.from({ length: roomsPerSessionMax + 1 }, (_, index) => [`room${index}`, 1]));
    const [login = ""] = sent(person({ ...remembered, rooms }).open());
    // The cursor of the mailbox is one more.
    expect(login.match(/"room\d+":/g)).toHaveLength(roomsPerSessionMax - 1);
  });

  test("asks for what was missed also where nothing else of before is wanted", () => {
    const session = person(remembered, 0);
    session.open();
    expect(sent(session.hear(inRooms(["lobby", 7], ["tea", 45])))).toEqual([
      `{"type":"history","room":"tea","before":46,"limit":5,"key":"k-1"}`,
    ]);
  });

  test("shows what was missed, then what was said meanwhile, and says how much more there was", () => {
    const session = person();
    session.open();
    session.hear(inRooms(["tea", 43]));
    expect(session.hear(entry("tea", 44))).toEqual([]);
    expect(told(session.hear(history("tea", "k-1", [40, 41, 42, 43])), "show")).toEqual([
      "show past of tea (seen 40, missed 0) bob: 40 bob: 41 bob: 42 bob: 43",
      "show [tea] bob: 44",
    ]);
    const other = person();
    other.open();
    other.hear(inRooms(["tea", 1_000]));
    expect(told(other.hear(history("tea", "k-1", [999, 1_000])), "show")).toEqual([
      "show past of tea (seen 40, missed 958) bob: 999 bob: 1000",
    ]);
  });

  test("has not seen what is not shown yet", () => {
    const session = person();
    session.open();
    expect(told(session.hear(inRooms(["lobby", 9], ["tea", 43])), "save")).toEqual([
      "save alice t @3 lobby:7 tea:40",
    ]);
    expect(told(session.hear(entry("tea", 44)), "save")).toEqual([]);
    expect(told(session.hear(history("tea", "k-2", [43])), "save")).toEqual([
      "save alice t @3 lobby:7 tea:44",
    ]);
    expect(told(session.hear(history("lobby", "k-1", [9])), "save")).toEqual([
      "save alice t @3 lobby:9 tea:44",
    ]);
  });

  test("has not seen what waits in a room that it has just come into", () => {
    const session = person(emptySavedSession);
    session.open();
    session.hear(inRooms(["lobby", 9]));
    expect(told(session.hear(entry("lobby", 10)), "save")).toEqual([]);
    expect(told(session.hear(history("lobby", "k-1", [9])), "save")).toEqual(["save alice t @0 lobby:10"]);
  });

  test("asks anew for what was missed when the line breaks before it comes, and shows all of it once", () => {
    const session = person();
    session.open();
    session.hear(inRooms(["tea", 43]));
    session.hear(entry("tea", 44));
    expect(told(session.lose(), "show [tea]")).toEqual([]);
    session.fire("retry");
    const [login = ""] = sent(session.open());
    expect(fieldsOf(login)).toMatchObject({ after: { tea: Number.MAX_SAFE_INTEGER } });
    expect(sent(session.hear(inRooms(["tea", 45])))).toEqual([
      `{"type":"history","room":"tea","before":46,"limit":20,"key":"k-2"}`,
    ]);
    expect(told(session.hear(history("tea", "k-2", [43, 44, 45])), "show")).toEqual([
      "show past of tea (seen 40, missed 2) bob: 43 bob: 44 bob: 45",
    ]);
    session.lose();
    session.fire("retry");
    expect(fieldsOf(sent(session.open())[0] ?? "")).toMatchObject({ after: { tea: 45 } });
  });

  test("has missed nothing on a server that has lost its memory, and is in its rooms there", () => {
    const session = person();
    session.open();
    const answer = { ...inRooms(["lobby", 2], ["tea", 1]), resumed: false, token: "new" };
    expect(told(session.hear(answer), "save")).toEqual(["save alice new @0 lobby:2 tea:1"]);
    expect(told(session.hear(history("tea", "k-2", [1])), "show")).toEqual(["show past of tea bob: 1"]);
  });

  test("does not come back into a room that it left", () => {
    const session = person();
    session.open();
    session.hear(inRooms(["lobby", 7], ["tea", 40]), history("lobby", "k-1", []), history("tea", "k-2", []));
    session.submit("/leave tea");
    expect(told(session.hear({ type: "leave", room: "tea", key: "k-3" }), "save")).toEqual([
      "save alice t @3 lobby:7",
    ]);
  });

  test("keeps the rooms of a person as they were when it is a pipe", () => {
    const session = scriptSession({ restore: () => remembered });
    session.happen({ type: "started" });
    expect(sent(session.open())).toEqual([
      `{"type":"login","msg":"alice","v":2,"token":"t","after":{"@":3},"can":["gaps","member_counts"]}`,
    ]);
    expect(told(session.hear(inRooms(["lobby", 9])), "save")).toEqual(["save alice t @3 lobby:7 tea:40"]);
    expect(told(session.hear(entry("lobby", 10)), "save")).toEqual([]);
  });

  test("remembers where it was on an old server, too, and nothing before it was let in", () => {
    const session = person({ ...emptySavedSession, unsent: [] });
    expect(told(session.open(), "save")).toEqual([]);
    expect(told(session.hear(acceptedClassic), "save")).toEqual(["save alice undefined @0"]);
  });

  test("goes on under another nickname", () => {
    const session = person(emptySavedSession);
    session.open();
    session.hear(inRooms(["lobby", 0]));
    session.submit("/nick bea");
    expect(told(session.hear({ type: "nick", nickname: "bea", key: "k-1" }), "save")).toEqual([
      "save bea t @0 lobby:0",
    ]);
  });
});

describe("step, under the nickname of the last time", () => {
  const arrive = (
    nickname: string,
    session = scriptSession({ again: true, canAsk: true }),
  ): readonly string[] => {
    session.happen({ type: "started" });
    session.open();
    return session.hear({ ...acceptedV2, nickname });
  };

  test("says so, once", () => {
    const session = scriptSession({ again: true });
    expect(told(arrive("Alice", session), "show online")).toEqual(["show online Alice in Room again"]);
    session.lose();
    session.fire("retry");
    session.open();
    expect(told(session.hear(acceptedV2), "show online")).toEqual(["show online alice in Room"]);
  });

  test("does not say so of another one that was asked for", () => {
    expect(told(arrive("bea"), "show online")).toEqual(["show online bea in Room"]);
  });
});

describe("step, with messages on disk", () => {
  test("puts a message on disk before it is sent, and strikes it with its acknowledgement", () => {
    const session = person(emptySavedSession);
    session.open();
    session.hear(inRooms(["lobby", 0]));
    const effects = session.submit("hello");
    expect(effects[0]).toBe("journal k-1, ");
    expect(sent(effects)).toHaveLength(1);
    const own = entry("lobby", 1, { from: "alice", key: "k-1" });
    expect(session.hear(own)).toEqual([
      "show own alice: 1",
      "save alice t @0 lobby:1",
      "journal , k-1",
      "show pending",
    ]);
  });

  test("strikes what was refused, and has no other requests there", () => {
    const session = person(emptySavedSession);
    session.open();
    session.hear(inRooms(["lobby", 0]));
    expect(told(session.submit("/rooms"), "journal")).toEqual([]);
    session.submit("@nobody hello");
    const error = { type: "error", code: "nickname_unknown", nickname: "nobody", msg: "", key: "k-2" };
    expect(session.hear(error)).toEqual([
      "show refused nickname_unknown hello",
      "journal , k-2",
      "show pending",
    ]);
  });

  test("sends what the last run could not, first, once it is in, and under the same keys", () => {
    const session = person({ ...remembered, unsent: [said("old-1"), said("old-2")] });
    session.submit("new");
    session.open();
    const effects = session.hear(inRooms(["lobby", 7], ["tea", 40]));
    const keys = sent(effects)
      .filter((line) => line.includes("broadcast"))
      .map((line) => fieldsOf(line)["key"]);
    expect(keys).toEqual(["old-1", "old-2", "k-1"]);
    expect(told(effects, "show pending")).toEqual(["show pending text of old-1 text of old-2 new"]);
    expect(told(effects, "journal")).toEqual([]);
    const own = entry("tea", 41, { from: "alice", key: "old-1" });
    expect(told(session.hear(own), "journal")).toEqual(["journal , old-1"]);
  });

  test("refuses, in what the last run could not send, what no server can read, and sends the rest", () => {
    const long = { ...said("long"), text: '"'.repeat(9_000) };
    const session = person({ ...remembered, unsent: [long, said("old")] });
    session.open();
    const effects = session.hear(inRooms(["lobby", 7], ["tea", 40]));
    expect(told(effects, "show refused")).toEqual([`show refused frame_too_long ${long.text}`]);
    expect(sent(effects).filter((line) => line.includes("broadcast"))).toHaveLength(1);
    expect(told(effects, "journal")).toEqual(["journal , long"]);
    expect(told(effects, "show pending")).toEqual(["show pending text of old"]);
  });

  test("comes first into the room that it was about to join", () => {
    const session = person({ ...emptySavedSession, token: "t", unsent: [said("old-1"), said("old-2")] });
    session.open();
    const asked = sent(session.hear(inRooms(["lobby", 0])));
    expect(asked.map((line) => fieldsOf(line)["type"])).toEqual(["join", "broadcast", "broadcast"]);
    expect(fieldsOf(asked[0] ?? "")).toMatchObject({ room: "tea" });
  });

  test("leaves it where it is when it never comes in", () => {
    const session = person({ ...remembered, unsent: [said("old-1")] });
    expect(
      told(session.happen({ type: "closed", connection: 1, reason: { type: "refused" } }), "journal"),
    ).toEqual([]);
  });

  test("strikes on an old server what is written, also when that is the last thing it does", () => {
    const session = person(emptySavedSession);
    session.open();
    session.hear(acceptedClassic);
    const effects = session.submit("hello");
    expect(told(effects, "journal")).toEqual(["journal k-1, ", "journal , k-1"]);
  });
});
