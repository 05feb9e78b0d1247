/** Coming into a conversation, and staying where one was when that is refused. */
import { describe, expect, test } from "bun:test";
import { outboxMessagesMax } from "../../../src/client/limits.ts";
import { en } from "../../../src/locale/en.ts";
import { roomsPerSessionMax } from "../../../src/protocol/limits.ts";
import { fieldsOf } from "../../support/fields.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const welcome = { ...acceptedV2, token: "t", resumed: true, rooms: [{ room: "lobby", topic: "", seq: 0 }] };

function inLobby(options: Parameters<typeof scriptSession>[0] = {}): ScriptedSession {
  const session = scriptSession(options);
  session.arrive(welcome);
  return session;
}

/** The line breaks and is there again; gives the login that is sent. */
function comeBack(session: ScriptedSession): string {
  session.lose();
  session.fire("retry");
  return session.open().join("");
}

const twoRooms = {
  ...welcome,
  rooms: ["lobby", "tea"].map((room) => ({ room, topic: "", seq: 0 })),
};

function inTwoRooms(): ScriptedSession {
  const session = scriptSession();
  session.arrive(twoRooms);
  return session;
}

function fillOutbox(session: ScriptedSession): void {
  session.lose();
  for (let count = 0; count < outboxMessagesMax; count += 1) session.submit("waits");
}

describe("with a full outbox,", () => {
  const refused = `show refused  ${en.client.outboxFull}`;
  const own = { type: "broadcast", room: "lobby", seq: 1, time: 5, from: "alice" };
  const acknowledged = { ...own, msg: "waits", key: "k-1" };

  test("/join stays where one is, and the server is not asked", () => {
    const session = inTwoRooms();
    fillOutbox(session);
    expect(session.submit("/join jazz")).toEqual([refused, "show here lobby"]);
    expect(comeBack(session)).not.toContain("jazz");
  });

  test("/join takes the last place, and goes there", () => {
    const session = inTwoRooms();
    fillOutbox(session);
    comeBack(session);
    session.hear(twoRooms);
    session.hear(acknowledged);
    expect(session.submit("/join jazz")).toEqual([]);
    expect(session.submit("for jazz")).toEqual([refused]);
  });

  test("/join goes to a room that is open already", () => {
    const session = inTwoRooms();
    fillOutbox(session);
    expect(session.submit("/join tea")).toContain("show here tea");
  });

  test("/leave stays where one is", () => {
    const session = inTwoRooms();
    session.submit("/join tea");
    fillOutbox(session);
    expect(session.submit("/leave")).toEqual([refused]);
  });

  test("/query opens the conversation, and reads it back once there is room", () => {
    const session = inLobby({ backlog: 5 });
    fillOutbox(session);
    expect(session.submit("/query bob")).toEqual(["show here @bob", refused]);
    comeBack(session);
    session.hear(welcome);
    session.hear(acknowledged);
    expect(session.submit("/query bob")).toEqual(["show here @bob"]);
    expect(session.submit("one more")).toEqual([refused]);
  });
});

describe("/join", () => {
  test("goes back to the lobby when the server does not let one in", () => {
    const session = inTwoRooms();
    session.submit("/join jazz");
    const error = { type: "error", code: "too_many_rooms", msg: "", key: "k-1" };
    expect(session.hear(error)).toEqual(["show refused too_many_rooms", "show here lobby"]);
    expect(session.submit("hello")[0]).toBe(`send {"type":"broadcast","msg":"hello","key":"k-2"}\n`);
  });

  test.each([
    ["a room", "tea", "/join tea", `{"type":"broadcast","room":"tea","msg":"hello","key":"k-2"}`],
    [
      "a direct conversation",
      "@bob",
      "/query bob",
      `{"type":"sendto","nickname":"bob","msg":"hello","key":"k-2"}`,
    ],
  ])("stays in %s when the server lets one into no other", (_, here, going, said) => {
    const session = inTwoRooms();
    session.submit(going);
    session.submit("/join jazz");
    const error = { type: "error", code: "too_many_rooms", msg: "", key: "k-1" };
    expect(session.hear(error)).toEqual(["show refused too_many_rooms", `show here ${here}`]);
    expect(session.submit("hello")[0]).toBe(`send ${said}\n`);
  });

  test("stays where one was when one is let into no room of several", () => {
    const session = inTwoRooms();
    for (const text of ["/join tea", "/join jazz", "/join go"]) session.submit(text);
    const error = (key: string) => ({ type: "error", code: "too_many_rooms", msg: "", key });
    expect(session.hear(error("k-1"), error("k-2")).at(-1)).toBe("show here tea");
  });

  test("is in the lobby when the room it was in is left meanwhile", () => {
    const session = inTwoRooms();
    for (const text of ["/join tea", "/join jazz"]) session.submit(text);
    session.hear({ type: "leave", room: "tea" });
    const error = { type: "error", code: "too_many_rooms", msg: "", key: "k-1" };
    expect(session.hear(error).at(-1)).toBe("show here lobby");
  });

  test("reads on from where a room was joined over a line that broke before the answer came", () => {
    const session = inLobby();
    session.submit("/join tea");
    expect(comeBack(session)).toContain(`"joining":["tea"]`);
    const rooms = [
      { room: "lobby", topic: "", seq: 0 },
      { room: "tea", topic: "", seq: 3, joined: true },
    ];
    session.hear({ ...acceptedV2, token: "t", resumed: true, rooms });
    expect(
      session.hear({ type: "broadcast", room: "tea", seq: 4, time: 5, from: "bob", msg: "meanwhile" }),
    ).toContain("show [tea] bob: meanwhile");
    session.hear({ type: "join", room: "tea", topic: "", seq: 4, key: "k-1" });
    expect(comeBack(session)).toContain(`"tea":4`);
    expect(comeBack(session)).not.toContain("joining");
  });

  test.each([
    ["says what may be missing of a server that does not know where that was", 0, true],
    ["says nothing to somebody who is shown what was said last", 5, false],
  ])("%s", (_, backlog, isTold) => {
    const session = inLobby({ backlog });
    session.submit("/join tea");
    comeBack(session);
    const shown = session.hear({ ...welcome, rooms: [...welcome.rooms, { room: "tea", topic: "", seq: 3 }] });
    expect(shown.some((effect) => effect.includes("messages from then may be missing"))).toBe(isTold);
  });
});

test("/query does not read back again what it read back under the other's former nickname", () => {
  const session = inLobby({ backlog: 20 });
  session.submit("/query bob");
  const entries = [{ type: "single", seq: 1, time: 5, from: "bob", to: "alice", msg: "hi" }];
  session.hear({ type: "history", nickname: "bob", entries, key: "k-1" });
  const renamed = { type: "system_msg", event: "nick", room: "lobby", nickname: "bob", to: "bobby" };
  session.hear({ ...renamed, time: 5, msg: "" });
  expect(session.submit("/query bobby")).toEqual(["show here @bobby"]);
});

test("query opens a conversation that is called so also after it was read back, and leads there again", () => {
  const session = inLobby({ backlog: 20 });
  session.submit("/query Bob");
  session.go("lobby");
  expect(session.go("@bob")).toEqual(["show here @Bob"]);
});

test("join asks after a lost line for as many rooms as it may be in, of those that it was about to join", () => {
  const session = inLobby();
  for (let count = 0; count <= roomsPerSessionMax; count += 1) session.submit(`/join room-${count}`);
  session.lose();
  session.fire("retry");
  const [login = ""] = session.open();
  const rooms = Array.from({ length: roomsPerSessionMax }, (_, count) => `room-${count}`);
  expect(fieldsOf(login.replace("send ", ""))).toMatchObject({ joining: rooms });
});
