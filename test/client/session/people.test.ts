/** Who is there and what becomes of them: nicknames, being away, and what is told of others. */
import { describe, expect, test } from "bun:test";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const welcome = { ...acceptedV2, token: "t", rooms: [{ room: "lobby", topic: "", seq: 0, members: 3 }] };
const tea = { room: "tea", topic: "", seq: 0, members: 3 };
const notice = (event: string, nickname: string, fields: object = {}): object => {
  return { type: "system_msg", event, nickname, room: "lobby", time: 5, msg: "", ...fields };
};
const entry = (seq: number, from: string, msg: string, key?: string): object => {
  return { type: "broadcast", room: "lobby", seq, time: 5, from, msg, key };
};
const isSend = (effect: string): boolean => effect.startsWith("send");

function inLobby(options: Parameters<typeof scriptSession>[0] = {}): ScriptedSession {
  const session = scriptSession(options);
  session.arrive(welcome);
  return session;
}

function inCrowd(): ScriptedSession {
  const session = scriptSession();
  session.arrive({ ...welcome, rooms: [{ room: "lobby", topic: "", seq: 0, members: 200 }] });
  return session;
}

function inTwoRooms(options: Parameters<typeof scriptSession>[0] = {}): ScriptedSession {
  const session = scriptSession(options);
  session.arrive({ ...welcome, rooms: [...welcome.rooms, tea] });
  return session;
}

/** The line breaks and is there again; gives the login and what is sent behind it. */
function comeBack(session: ScriptedSession): readonly string[] {
  session.lose();
  session.fire("retry");
  return [...session.open(), ...session.hear({ ...welcome, resumed: true })].filter(isSend);
}

describe("/nick", () => {
  test("makes one another nickname, for the next run, too", () => {
    const session = inLobby();
    expect(session.submit("/nick Ann")).toEqual([`send {"type":"nick","msg":"Ann","key":"k-1"}\n`]);
    expect(session.hear({ type: "nick", nickname: "Ann", key: "k-1" })).toEqual([
      "show renamed Ann",
      "save Ann t @0",
    ]);
    expect(session.hear(entry(1, "Ann", "hi"))).toContain("show own Ann: hi");
    expect(comeBack(session)[0]).toContain(`"msg":"Ann"`);
  });

  test("takes what was on its way under the nickname before as one's own, and acknowledged", () => {
    const session = inLobby();
    session.submit("early");
    session.submit("/nick Ann");
    session.submit("late");
    session.hear({ type: "nick", nickname: "Ann", key: "k-2" });
    expect(session.hear(entry(1, "alice", "early", "k-1"), entry(2, "Ann", "late", "k-3"))).toEqual([
      "show own alice: early",
      "show own Ann: late",
      "show pending",
    ]);
  });

  test("takes nobody who has the nickname before for oneself", () => {
    const session = inLobby();
    session.submit("early");
    session.submit("/nick Ann");
    session.hear({ type: "nick", nickname: "Ann", key: "k-2" });
    expect(session.hear(entry(1, "alice", "ha", "k-9"), entry(2, "eve", "ho", "k-1"))).toEqual([
      "show alice: ha",
      "show eve: ho",
    ]);
  });

  test("twice in a row, still knows what was sent before the first", () => {
    const session = inLobby();
    session.submit("early");
    session.submit("/nick Ann");
    session.submit("/nick Anna");
    session.hear(
      { type: "nick", nickname: "Ann", key: "k-2" },
      { type: "nick", nickname: "Anna", key: "k-3" },
    );
    expect(session.hear(entry(1, "alice", "early", "k-1"))).toContain("show own alice: early");
  });

  test("twice in a row, knows what was sent in between", () => {
    const session = inLobby();
    for (const text of ["/nick Ann", "between", "/nick Anna"]) session.submit(text);
    session.hear(
      { type: "nick", nickname: "Ann", key: "k-1" },
      { type: "nick", nickname: "Anna", key: "k-3" },
    );
    expect(session.hear(entry(1, "Ann", "between", "k-2"))).toEqual([
      "show own Ann: between",
      "show pending",
    ]);
    // Nothing is under way any more: that is somebody else.
    expect(session.hear(entry(2, "Ann", "ha", "k-2"))).toEqual(["show Ann: ha"]);
  });

  test.each([
    ["taken", entry(1, "alice", "early", "k-1")],
    ["refused", { type: "error", code: "message_empty", msg: "", key: "k-1" }],
  ])("forgets the nickname before once what was on its way is %s", (_, answer) => {
    const session = inLobby();
    session.submit("early");
    session.submit("/nick Ann");
    session.hear({ type: "nick", nickname: "Ann", key: "k-2" }, answer);
    session.submit("late");
    // Whoever is called so now, under a key that is awaited.
    expect(session.hear(entry(2, "alice", "ha", "k-3"))).toContain("show alice: ha");
  });

  test("says nothing of one's own change, which was answered", () => {
    const session = inTwoRooms();
    session.submit("/nick Ann");
    session.hear(notice("nick", "alice", { to: "Ann" }));
    session.hear({ type: "nick", nickname: "Ann", key: "k-1" });
    expect(session.hear(notice("nick", "alice", { room: "tea", to: "Ann" }))).toEqual([]);
  });

  test("refuses at once what cannot be a nickname", () => {
    expect(inLobby().submit(`/nick ${"x".repeat(40)}`)).toEqual(["show refused nickname_too_long"]);
  });

  test("says that it is taken", () => {
    const session = inLobby();
    session.submit("/nick bob");
    const taken = { type: "error", code: "nickname_taken", nickname: "bob", msg: "", key: "k-1" };
    expect(session.hear(taken)).toEqual(["show refused nickname_taken"]);
  });
});

describe("somebody's new nickname", () => {
  test("is told once, however many rooms tell it, and completed", () => {
    const session = inTwoRooms({ completes: true });
    session.hear(entry(1, "bob", "hi"));
    const renamed = { to: "bobby" };
    expect(
      session.hear(notice("nick", "bob", renamed), notice("nick", "bob", { ...renamed, room: "tea" })),
    ).toEqual(["show nick bob bobby", "nicknames bobby"]);
  });

  test("is told once also of somebody who was not known", () => {
    const session = inTwoRooms();
    const renamed = { to: "bobby" };
    session.hear(notice("nick", "bob", renamed));
    expect(session.hear(notice("nick", "bob", { ...renamed, room: "tea" }))).toEqual([]);
    expect(session.hear(notice("nick", "bobby", { to: "bob" }))).toEqual(["show nick bobby bob"]);
  });
});

describe("/away", () => {
  test("is told, and told again to a server that one comes back to", () => {
    const session = inLobby();
    expect(session.submit("/away out for tea")).toEqual([
      `send {"type":"away","msg":"out for tea","key":"k-1"}\n`,
    ]);
    const answer = { type: "away", away: true, msg: "out for tea" };
    expect(session.hear({ ...answer, key: "k-1" })).toEqual(["show away out for tea"]);
    expect(comeBack(session)).toContain(`send {"type":"away","msg":"out for tea"}\n`);
    expect(session.hear(answer)).toEqual([]);
  });

  test.each([
    ["/away tea", true, "tea", "show away tea"],
    ["/away", true, "", "show away"],
    ["/back", false, "", "show back"],
  ])("%s is answered also when nothing changes by it", (typed, away, msg, shown) => {
    const session = inLobby();
    const answer = { type: "away", away, msg };
    for (const key of ["k-1", "k-2"]) {
      session.submit(typed);
      expect(session.hear({ ...answer, key })).toEqual([shown]);
    }
  });

  test("is over with /back", () => {
    const session = inLobby();
    session.submit("/away");
    session.hear({ type: "away", away: true, msg: "", key: "k-1" });
    expect(session.submit("/back")).toEqual([`send {"type":"away","key":"k-2"}\n`]);
    expect(session.hear({ type: "away", away: false, msg: "", key: "k-2" })).toEqual(["show back"]);
    expect(comeBack(session).join("")).not.toContain("away");
  });

  test("refuses at once what is too long to be answered", () => {
    expect(inLobby().submit(`/away ${"x".repeat(201)}`)).toEqual(["show refused away_too_long"]);
  });

  test("of others is told with what they say", () => {
    const absent = { type: "system_msg", event: "away", nickname: "bob", text: "asleep", time: 5, msg: "" };
    expect(inLobby().hear(absent)).toEqual(["show [@bob] away bob asleep"]);
  });
});

describe("/who and /whois", () => {
  test("list with all that is known of each", () => {
    const session = inLobby();
    expect(session.submit("/who #Tea")).toEqual([`send {"type":"ls","room":"tea","msg":null,"key":"k-1"}\n`]);
    const members = [
      { nickname: "alice", away: false },
      { nickname: "bob", away: true, msg: "asleep" },
    ];
    expect(session.hear({ type: "ls", room: "tea", members, key: "k-1" })).toEqual([
      "show details of alice bob (away asleep)",
    ]);
  });

  test("say where somebody is", () => {
    const session = inLobby();
    expect(session.submit("/whois @bob")).toEqual([`send {"type":"whois","nickname":"bob","key":"k-1"}\n`]);
    const answer = { type: "whois", nickname: "Bob", rooms: ["lobby", "tea"], since: 5, key: "k-1" };
    expect(session.hear(answer)).toEqual(["show whois Bob in lobby tea"]);
  });

  test("say that nobody is called so", () => {
    const session = inLobby();
    session.submit("/whois eve");
    const error = { type: "error", code: "nickname_unknown", nickname: "eve", msg: "", key: "k-1" };
    expect(session.hear(error)).toEqual(["show refused nickname_unknown"]);
  });
});

test("somebody who leaves a room is completed until they leave the lobby", () => {
  const session = inTwoRooms({ completes: true });
  session.hear(entry(1, "bob", "hi"));
  expect(session.hear(notice("leave", "bob", { room: "tea" }))).not.toContain("nicknames ");
  expect(session.hear(notice("leave", "bob"))).toContain("nicknames ");
});

describe("how many are here", () => {
  test("goes by what the notices say, also one's own behind the answer to the login", () => {
    const session = inLobby();
    session.hear(notice("join", "eve", { members: 2 }));
    expect(session.go("lobby")).toEqual(["show here lobby (2)"]);
    expect(session.hear(notice("join", "alice", { members: 3 }))).toEqual(["show here lobby (3)"]);
    expect(session.hear(notice("join", "alice", { members: 3 }))).toEqual([]);
  });

  test("says a number again when a crowd has ended", () => {
    const session = inCrowd();
    session.hear(notice("leave", "eve"));
    expect(session.go("lobby")).toEqual(["show here lobby"]);
    session.hear(notice("leave", "bob", { members: 199 }));
    expect(session.go("lobby")).toEqual(["show here lobby (199)"]);
  });
});
