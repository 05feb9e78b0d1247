/** Rooms and private conversations: where what is typed goes, and what becomes of a conversation. */
import { describe, expect, test } from "bun:test";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";
import { conversationsMax } from "../../../src/client/limits.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedClassic, acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const single = (seq: number, from: string, to: string, msg: string): object => {
  return { type: "single", seq, time: 5, from, to, msg };
};
const notice = (event: string, nickname: string, fields: object = {}): object => {
  return { type: "system_msg", event, nickname, room: "lobby", time: 5, msg: "", ...fields };
};
const isTold = (effect: string): boolean => effect.startsWith("show") && !effect.startsWith("show pending");

function inRooms(rooms: readonly object[], options: Parameters<typeof scriptSession>[0] = {}) {
  const session = scriptSession(options);
  session.arrive({ ...acceptedV2, token: "t", resumed: true, rooms });
  return session;
}

function inLobby(options: Parameters<typeof scriptSession>[0] = {}): ScriptedSession {
  return inRooms([{ room: "lobby", topic: "", seq: 0, members: 3 }], options);
}

/** The fields of the first request among effects. */
function sent(effects: readonly string[]): unknown {
  const send = effects.find((effect) => effect.startsWith("send"));
  return send === undefined ? undefined : JSON.parse(send.replace("send ", "").split("\n")[0] ?? "");
}

describe("a private conversation", () => {
  test("is where what is typed goes, once it is opened", () => {
    const session = inLobby();
    expect(session.submit("/query bob")).toEqual(["show here @bob"]);
    expect(sent(session.submit("psst"))).toEqual({
      type: "sendto",
      nickname: "bob",
      msg: "psst",
      key: "k-1",
    });
    expect(session.hear({ ...single(1, "alice", "bob", "psst"), key: "k-1" })).toContain(
      "show own alice to bob: psst",
    );
  });

  test("says at once what stands behind the nickname", () => {
    const effects = inLobby().submit("/query bob how are you");
    expect(sent(effects)).toEqual({ type: "sendto", nickname: "bob", msg: "how are you", key: "k-1" });
  });

  test("is named as the nickname is written by who bears it", () => {
    const session = inLobby();
    session.hear(notice("join", "Bob"));
    expect(session.submit("/query @BOB")).toEqual(["show here @Bob"]);
  });

  test("shows what was said there before, on opening it and not again", () => {
    const restore = () => ({ ...emptySavedSession, token: "t", mailboxSeq: 2 });
    const session = inLobby({ backlog: 20, restore });
    const asked = sent(session.submit("/query bob"));
    expect(asked).toEqual({ type: "history", room: "lobby", nickname: "bob", limit: 20, key: "k-1" });
    const entries = [single(1, "bob", "alice", "hi"), single(2, "alice", "bob", "ho")];
    expect(session.hear({ type: "history", nickname: "bob", entries, key: "k-1" })).toEqual([
      "show past of @bob bob: hi own alice: ho",
    ]);
    expect(session.submit("/query bob")).toEqual(["show here @bob"]);
  });

  test("says nothing of a past that is empty", () => {
    const session = inLobby({ backlog: 20 });
    session.submit("/query bob");
    expect(session.hear({ type: "history", nickname: "bob", entries: [], key: "k-1" })).toEqual([]);
  });

  test("does not show again what has just been shown", () => {
    const session = inLobby({ backlog: 20 });
    session.hear(single(7, "bob", "alice", "now"));
    expect(sent(session.submit("/query bob"))).toMatchObject({ nickname: "bob", before: 7 });
  });

  test("does not show twice what came while its past was asked for", () => {
    const session = inLobby({ backlog: 20 });
    session.submit("/query bob");
    session.hear(single(2, "bob", "alice", "now"));
    const entries = [single(1, "bob", "alice", "before"), single(2, "bob", "alice", "now")];
    expect(session.hear({ type: "history", nickname: "bob", entries, key: "k-1" })).toEqual([
      "show past of @bob bob: before",
    ]);
  });

  test("is closed by /leave, and what is typed goes to the lobby", () => {
    const session = inLobby();
    session.submit("/query bob");
    expect(session.submit("/leave")).toEqual(["show left @bob", "show here lobby (3)"]);
    expect(session.go("@bob")).toEqual([]);
  });

  test("is closed from elsewhere by its name", () => {
    const session = inLobby();
    session.submit("/query bob");
    session.go("lobby");
    expect(session.submit("/leave @BOB")).toEqual(["show left @bob"]);
  });

  test("has neither topic nor people of its own", () => {
    const session = inLobby();
    session.submit("/query bob");
    expect(session.submit("/topic tea")).toEqual([
      "show refused  That is for rooms, and this is a private conversation. /leave closes it.",
    ]);
    expect(sent(session.submit("/ls"))).toMatchObject({ type: "ls" });
  });

  test.each([
    ["/search green tea", { type: "search", nickname: "bob", query: "green tea" }],
    ["/history 7", { type: "history", nickname: "bob", limit: 7 }],
  ])("is read by %s", (text, fields) => {
    const session = inLobby();
    session.submit("/query bob");
    expect(sent(session.submit(text))).toMatchObject(fields);
  });

  test("goes on under the other's new nickname", () => {
    const session = inLobby();
    session.hear(notice("join", "bob"));
    session.submit("/query bob");
    expect(session.hear(notice("nick", "bob", { to: "bobby" }))).toEqual([
      "show nick bob bobby",
      "show here @bobby",
    ]);
    expect(sent(session.submit("hi"))).toMatchObject({ type: "sendto", nickname: "bobby" });
  });

  test("is the same however the nickname was written when it was opened", () => {
    const session = inLobby();
    session.submit("/query BOB");
    session.submit("/notify off");
    session.hear(notice("join", "Bob"));
    session.submit("/query bob");
    expect(session.submit("/notify")).toEqual(["show notify @Bob off asked"]);
    session.hear(notice("nick", "Bob", { to: "rob" }));
    expect(sent(session.submit("hi"))).toMatchObject({ type: "sendto", nickname: "rob" });
    expect(session.submit("/leave")).toEqual(["show left @rob", "show here lobby (4)"]);
  });

  test("closed under another way to write its nickname, is not where what is typed goes", () => {
    const session = inLobby();
    session.submit("/query BOB");
    session.hear(notice("join", "Bob"));
    session.submit("/query bob");
    expect(session.submit("/leave")).toContain("show here lobby (4)");
  });

  test("keeps its past and its level under the other's new nickname", () => {
    const session = inLobby();
    session.hear(notice("join", "bob"), single(4, "bob", "alice", "psst"));
    session.submit("/query bob");
    session.submit("/notify off");
    session.hear(notice("nick", "bob", { to: "bobby" }));
    expect(sent(session.submit("/history"))).toMatchObject({ nickname: "bobby", before: 4 });
    expect(session.submit("/notify")).toEqual(["show notify @bobby off asked"]);
  });

  test("is closed when many others were begun since, but for the one that one is in", () => {
    const session = inLobby();
    session.submit("/query bob");
    session.hear(
      ...Array.from({ length: conversationsMax + 1 }, (_, index) =>
        single(index + 1, `n${index}`, "alice", "psst"),
      ),
    );
    expect(session.go("@n0")).toEqual([]);
    expect(session.go("@n1")).toEqual([]);
    expect(session.go("@n2")).toEqual(["show here @n2"]);
    expect(session.go("@bob")).toEqual(["show here @bob"]);
  });

  test("is left as it is by a lost line", () => {
    const session = inLobby();
    session.submit("/query bob");
    session.lose();
    session.fire("retry");
    session.open();
    const back = { ...acceptedV2, resumed: true, rooms: [{ room: "lobby", topic: "", seq: 0 }] };
    expect(session.hear(back).filter(isTold)).toContain("show here @bob");
    expect(sent(session.submit("hi"))).toMatchObject({ type: "sendto", nickname: "bob" });
  });

  test("works with an old server, which has no past", () => {
    const session = scriptSession({ backlog: 20 });
    session.arrive(acceptedClassic);
    expect(session.submit("/query bob hi")).toContain(`send {"type":"sendto","nickname":"bob","msg":"hi"}`);
    expect(session.submit("/leave")).toEqual(["show left @bob", "show here lobby"]);
  });
});

describe("switchTo", () => {
  test("leads to rooms that were entered and to private conversations, also those that others began", () => {
    const session = inRooms([
      { room: "lobby", topic: "", seq: 0 },
      { room: "tea", topic: "green", seq: 0 },
    ]);
    session.hear(single(1, "Bob", "alice", "psst"));
    expect(session.go("tea")).toEqual(["show here tea green"]);
    expect(session.go("@bob")).toEqual(["show here @Bob"]);
    expect(session.go("lobby")).toEqual(["show here lobby"]);
  });

  test.each(["jazz", "@eve"])("leads nowhere but to what is open: %s", (conversation) => {
    const session = inLobby();
    expect(session.go(conversation)).toEqual([]);
    expect(sent(session.submit("hi"))).toMatchObject({ type: "broadcast" });
  });
});

describe("here", () => {
  test("says how many are there, as comings and goings change it", () => {
    const session = inLobby();
    session.hear(notice("join", "eve"), notice("leave", "bob"), notice("join", "carl"));
    expect(session.go("lobby")).toEqual(["show here lobby (4)"]);
  });

  test("says no number of a room that is crowded, where nobody says who comes", () => {
    const session = inRooms([{ room: "lobby", topic: "", seq: 0, members: 199 }]);
    expect(session.go("lobby")).toEqual(["show here lobby (199)"]);
    session.hear(notice("join", "eve"));
    expect(session.go("lobby")).toEqual(["show here lobby"]);
  });

  test("counts those who were listed", () => {
    const session = inRooms([{ room: "lobby", topic: "", seq: 0 }]);
    session.submit("/ls");
    const members = ["alice", "bob"].map((nickname) => ({ nickname, away: false }));
    session.hear({ type: "ls", room: "lobby", members, key: "k-1" });
    expect(session.go("lobby")).toEqual(["show here lobby (2)"]);
  });

  test("says no number with an old server, which does not say who comes", () => {
    const session = scriptSession();
    session.arrive(acceptedClassic);
    session.hear({ type: "ls", msg: "[ SYSTEM ] ALIVE USER : \r\nalice,\r\nbob,\r\n" });
    expect(session.go("lobby")).toEqual(["show here lobby"]);
  });

  test("waits for a room that was wanted before one came in", () => {
    const session = scriptSession();
    session.happen({ type: "started" });
    session.submit("/join tea");
    session.open();
    session.hear({ ...acceptedV2, rooms: [{ room: "lobby", topic: "", seq: 0 }] });
    expect(sent(session.submit("hi"))).toMatchObject({ type: "broadcast", room: "tea" });
    expect(session.hear({ type: "join", room: "tea", topic: "", seq: 0, key: "k-1" })).toContain(
      "show here tea",
    );
  });
});

describe("a conversation's level", () => {
  test("is told where it is asked for or changed", () => {
    const session = inLobby();
    expect(session.submit("/notify")).toEqual(["show notify lobby mentions asked"]);
    expect(session.submit("/notify OFF")).toContain("show notify lobby off asked");
    session.submit("/query bob");
    expect(session.submit("/notify all")).toContain("show notify @bob all asked");
  });

  test("is told on coming in where it is not the default", () => {
    const session = scriptSession({ notify: "off" });
    session.happen({ type: "started" });
    session.open();
    const welcome = session.hear({ ...acceptedV2, rooms: [{ room: "lobby", topic: "", seq: 0 }] });
    expect(welcome).toContain("show notify lobby off");
    expect(session.hear(single(1, "bob", "alice", "psst"))).toContain("show notify @bob off");
  });

  test("is told for every room beside the one that one is in, so that a face knows them", () => {
    const session = scriptSession();
    session.happen({ type: "started" });
    session.open();
    const rooms = ["lobby", "tea"].map((room) => ({ room, topic: "", seq: 0 }));
    const told = session.hear({ ...acceptedV2, rooms }).filter((effect) => effect.startsWith("show notify"));
    expect(told).toEqual(["show notify tea mentions"]);
  });

  test("is told with an old server, too", () => {
    const session = scriptSession({ notify: "all" });
    session.happen({ type: "started" });
    session.open();
    expect(session.hear(acceptedClassic)).toContain("show notify lobby all");
  });
});

test("present warns once that nothing can be kept", () => {
  const session = scriptSession({ storageProblem: () => "Full." });
  expect(session.submit("/query bob")).toContain("show refused  Full.");
  expect(session.submit("/query eve")).not.toContain("show refused  Full.");
});
