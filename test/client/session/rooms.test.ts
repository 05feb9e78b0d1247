/** The rooms one is in: going from one to another, what was said before, and going on after a lost line. */
import { describe, expect, test } from "bun:test";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";
import { fieldsOf } from "../../support/fields.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedClassic, acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const entry = (room: string, seq: number, msg: string, fields: object = {}): object => {
  return { type: "broadcast", room, seq, time: 5, from: "bob", msg, ...fields };
};
const inRooms = (...rooms: readonly (readonly [room: string, seq: number])[]): object => {
  return { ...acceptedV2, token: "t", rooms: rooms.map(([room, seq]) => ({ room, topic: "", seq })) };
};
const isSend = (effect: string): boolean => effect.startsWith("send");
const isShow = (effect: string): boolean => effect.startsWith("show") && !effect.startsWith("show pending");

/** The requests among effects, without their ends of lines. */
function sent(effects: readonly string[]): readonly string[] {
  return effects.filter(isSend).flatMap((effect) => effect.replace("send ", "").trimEnd().split("\n"));
}

function arrived(answer: object, options: Parameters<typeof scriptSession>[0] = {}): ScriptedSession {
  const session = scriptSession(options);
  session.arrive(answer);
  return session;
}

/** The line breaks and is there again; gives the login that is sent. */
function comeBack(session: ScriptedSession): readonly string[] {
  session.lose();
  session.fire("retry");
  return sent(session.open());
}

describe("step, from room to room", () => {
  test("sends what is typed behind /join into that room, before the server has let one in", () => {
    const session = arrived(inRooms(["lobby", 0]));
    const typed = ["/join #Tea", "hello", "@bob psst", "/ls"].flatMap((text) => sent(session.submit(text)));
    expect(typed).toEqual([
      `{"type":"join","room":"tea","key":"k-1"}`,
      `{"type":"broadcast","room":"tea","msg":"hello","key":"k-2"}`,
      `{"type":"sendto","nickname":"bob","msg":"psst","key":"k-3"}`,
      `{"type":"ls","room":"tea","msg":null,"key":"k-4"}`,
    ]);
    expect(session.hear({ type: "join", room: "tea", topic: "green", seq: 0, key: "k-1" })).toEqual([
      "show here tea green",
    ]);
  });

  test("goes to a room one is in already without asking", () => {
    const session = arrived(inRooms(["lobby", 0], ["tea", 0]));
    expect(session.submit("/join tea")).toEqual(["show here tea"]);
    expect(session.submit("/join lobby")).toEqual(["show here lobby"]);
  });

  test("refuses a room that cannot be, without asking", () => {
    const session = arrived(inRooms(["lobby", 0]));
    expect(session.submit("/join @bob")).toEqual(["show refused room_name"]);
  });

  test("leaves the room it is in, or the one that is named", () => {
    const session = arrived(inRooms(["lobby", 0], ["tea", 0], ["jazz", 0]));
    session.submit("/join tea");
    const left = session.submit("/leave");
    expect(sent(left)[0]).toContain(`{"type":"leave","room":"tea"`);
    // Also while the server has not answered: what is typed goes there.
    expect(left).toContain("show here lobby");
    expect(session.hear({ type: "leave", room: "tea", key: "k-1" })).toEqual(["show left tea"]);
    expect(sent(session.submit("/leave jazz"))[0]).toContain(`{"type":"leave","room":"jazz"`);
  });

  test("is in the lobby when the room it is in was left without its doing", () => {
    const session = arrived(inRooms(["lobby", 0], ["tea", 0]));
    session.submit("/join tea");
    expect(session.hear({ type: "leave", room: "tea" })).toEqual(["show left tea", "show here lobby"]);
  });

  test("types into the lobby as soon as it leaves the room it is in", () => {
    const session = arrived(inRooms(["lobby", 0], ["tea", 0]));
    session.submit("/join tea");
    session.submit("/leave");
    expect(sent(session.submit("hello"))[0]).toStartWith(`{"type":"broadcast","msg":"hello"`);
  });

  test("leaves a room once everything said before is acknowledged, and says nothing before it has left", () => {
    const session = arrived(inRooms(["lobby", 0], ["tea", 0]));
    session.submit("/join tea");
    session.submit("one");
    expect(sent(session.submit("/leave"))).toEqual([]);
    expect(sent(session.submit("two"))).toEqual([]);
    const own = entry("tea", 1, "one", { from: "alice", key: "k-1" });
    expect(sent(session.hear(own)).map((line) => /"type":"(\w+)"/.exec(line)?.[1])).toEqual([
      "leave",
      "broadcast",
    ]);
  });

  test("leaving the lobby is leaving altogether", () => {
    const session = arrived(inRooms(["lobby", 0], ["tea", 0]));
    expect(session.submit("/leave").at(-1)).toBe("end as wished refused 0 unsent 0");
  });

  test.each([
    ["/rooms", `{"type":"rooms","key":"k-1"}`],
    ["/topic", `{"type":"topic","room":"lobby","key":"k-1"}`],
    ["/topic green tea", `{"type":"topic","room":"lobby","msg":"green tea","key":"k-1"}`],
    ["/history", `{"type":"history","room":"lobby","limit":50,"key":"k-1"}`],
    ["/history 7", `{"type":"history","room":"lobby","limit":7,"key":"k-1"}`],
    ["/search green tea", `{"type":"search","room":"lobby","query":"green tea","limit":50,"key":"k-1"}`],
  ])("asks the server for %s", (text, request) => {
    const session = arrived(inRooms(["lobby", 0]));
    expect(sent(session.submit(text)).map(fieldsOf)).toEqual([fieldsOf(request)]);
  });

  test.each(["/rooms", "/join tea", "/topic", "/history", "/search tea", "/leave tea"])(
    "tells that an old server has no %s",
    (text) => {
      const session = arrived(acceptedClassic);
      expect(session.submit(text)).toEqual([
        "show refused  This server is an old one: it has a single room and no memory.",
      ]);
    },
  );

  test("shows messages with their room, and topics", () => {
    const session = arrived(inRooms(["lobby", 0], ["tea", 0]));
    const notice = {
      type: "system_msg",
      event: "topic",
      room: "tea",
      nickname: "bob",
      topic: "green",
      time: 5,
    };
    expect(session.hear(entry("tea", 1, "hi"), notice)).toEqual([
      "show [tea] bob: hi",
      "show [tea] topic bob green",
    ]);
    expect(session.submit("/join tea")).toEqual(["show here tea green"]);
  });
});

describe("step, reading back", () => {
  const backlog = 20;
  const history = (room: string, key: string, ...entries: readonly object[]): object => {
    return { type: "history", room, entries, key };
  };

  test("asks for what was said before, and shows it before what is said now", () => {
    const session = scriptSession({ backlog });
    session.happen({ type: "started" });
    session.open();
    expect(sent(session.hear(inRooms(["lobby", 7])))).toEqual([
      `{"type":"history","room":"lobby","before":8,"limit":20,"key":"k-1"}`,
    ]);
    expect(session.hear(entry("lobby", 8, "now"))).toEqual([]);
    expect(session.hear(history("lobby", "k-1", entry("lobby", 7, "before")))).toEqual([
      "show past of lobby bob: before",
      "show bob: now",
    ]);
    expect(session.hear(entry("lobby", 9, "next"))).toEqual(["show bob: next"]);
  });

  test("holds back only the room whose past is awaited", () => {
    const session = arrived(inRooms(["lobby", 7], ["tea", 0]), { backlog });
    expect(session.hear(entry("tea", 1, "green"))).toEqual(["show [tea] bob: green"]);
    expect(session.hear(entry("lobby", 8, "now"))).toEqual([]);
  });

  test("asks for nothing where nothing was said", () => {
    const session = scriptSession({ backlog });
    session.happen({ type: "started" });
    session.open();
    expect(sent(session.hear(inRooms(["lobby", 0])))).toEqual([]);
  });

  test("asks for it again in a room that is joined, and not after coming back", () => {
    const session = arrived(inRooms(["lobby", 0]), { backlog });
    session.submit("/join tea");
    const join = { type: "join", room: "tea", topic: "", seq: 3, key: "k-1" };
    expect(sent(session.hear(join))).toEqual([
      `{"type":"history","room":"tea","before":4,"limit":20,"key":"k-2"}`,
    ]);
    session.hear(history("tea", "k-2"));
    comeBack(session);
    const back = { ...inRooms(["lobby", 5], ["tea", 9]), resumed: true };
    expect(sent(session.hear(back))).toEqual([]);
  });

  test("shows what waited for the past when the line breaks before it comes", () => {
    const session = arrived(inRooms(["lobby", 7]), { backlog });
    session.hear(entry("lobby", 8, "now"));
    expect(session.lose().filter(isShow)[0]).toBe("show bob: now");
  });

  test("shows what was asked for at once, beside what is said now", () => {
    const session = arrived(inRooms(["lobby", 7]));
    session.submit("/search tea");
    const found = { type: "search", room: "lobby", entries: [entry("lobby", 2, "green tea")], key: "k-1" };
    expect(session.hear(found)).toEqual(["show past of lobby with tea bob: green tea"]);
    session.submit("/history 1");
    expect(session.hear(history("lobby", "k-2"))).toEqual(["show past of lobby"]);
  });
});

describe("step, coming back with cursors", () => {
  test("says at the login how far it has read, in every room and in the mailbox", () => {
    const session = arrived(inRooms(["lobby", 7], ["tea", 2]));
    session.hear(entry("lobby", 8, "x"), entry("tea", 3, "y"), {
      type: "single",
      seq: 4,
      time: 5,
      from: "bob",
      to: "alice",
      msg: "psst",
    });
    expect(comeBack(session)).toEqual([
      `{"type":"login","msg":"alice","v":2,"token":"t","after":{"lobby":8,"tea":3,"@":4},"can":["gaps","member_counts"]}`,
    ]);
  });

  test("goes on where it was when the server knows the token, and shows nothing twice", () => {
    const session = arrived(inRooms(["lobby", 7]));
    session.hear(entry("lobby", 8, "seen"));
    comeBack(session);
    session.hear({ ...inRooms(["lobby", 10]), resumed: true });
    expect(session.hear(...[8, 9, 10].map((seq) => entry("lobby", seq, `${seq}`)))).toEqual([
      "show bob: 9",
      "show bob: 10",
    ]);
  });

  test("begins anew on a server that has lost its memory, whose places are others", () => {
    const session = arrived(inRooms(["lobby", 70]));
    session.hear(entry("lobby", 71, "before"));
    comeBack(session);
    session.hear({ ...inRooms(["lobby", 1]), resumed: false, token: "new" });
    expect(session.hear(entry("lobby", 2, "after"))).toEqual(["show bob: after"]);
    expect(comeBack(session)).toEqual([
      `{"type":"login","msg":"alice","v":2,"token":"new","after":{"lobby":2,"@":0},"can":["gaps","member_counts"]}`,
    ]);
  });

  test.each([7, 8, 9])("shows what is said in a log of %i that was put back, or was not, behind 8", (seq) => {
    const session = arrived(inRooms(["lobby", 7]));
    session.hear(entry("lobby", 8, "seen"));
    comeBack(session);
    session.hear({ ...inRooms(["lobby", seq]), resumed: true });
    const shown = session.hear(...[8, 9].map((one) => entry("lobby", one, `${one}`)));
    expect(shown).toEqual(seq < 8 ? ["show bob: 8", "show bob: 9"] : ["show bob: 9"]);
  });

  test("no longer asks for a room it has left", () => {
    const session = arrived(inRooms(["lobby", 7], ["tea", 2]));
    session.hear({ type: "leave", room: "tea" });
    expect(comeBack(session)[0]).toContain(`"after":{"lobby":7,"@":0}`);
  });

  test("types into the lobby when the room it was in is not its own any more", () => {
    const session = arrived(inRooms(["lobby", 7], ["tea", 2]));
    session.submit("/join tea");
    comeBack(session);
    session.hear({ ...inRooms(["lobby", 7]), resumed: false });
    expect(sent(session.submit("hello"))[0]).toStartWith(`{"type":"broadcast","msg":"hello"`);
  });

  test("begins with what an earlier run remembered, and remembers token and mailbox for the next", () => {
    const restore = () => ({ ...emptySavedSession, token: "old", mailboxSeq: 3 });
    const session = scriptSession({ restore });
    session.happen({ type: "started" });
    expect(sent(session.open())).toEqual([
      `{"type":"login","msg":"alice","v":2,"token":"old","after":{"@":3},"can":["gaps","member_counts"]}`,
    ]);
    expect(session.hear({ ...inRooms(["lobby", 7]), resumed: true })).toContain("save alice t @3");
    const single = { type: "single", seq: 4, time: 5, from: "bob", to: "alice", msg: "psst" };
    // In this order: killed in between, it shows the message once more rather than never.
    expect(session.hear(single)).toEqual(["show bob to alice: psst", "save alice t @4"]);
  });

  test("ends when it was replaced: two that take the nickname from each other would never end", () => {
    const session = arrived(inRooms(["lobby", 7]));
    expect(session.hear({ type: "error", code: "replaced", msg: "" }).at(-1)).toBe(
      "end You came back over another connection, so this one is closed. refused 0 unsent 0",
    );
    expect(session.fire("retry")).toEqual([]);
  });

  test("shows what waits for its acknowledgement, at most the first five, and only when that has changed", () => {
    const session = arrived(inRooms(["lobby", 0]));
    const effects = ["1", "2", "3", "4", "5", "6"].flatMap((text) => session.submit(text));
    const shown = effects.filter((effect) => effect.startsWith("show pending"));
    expect(shown.slice(-2)).toEqual(["show pending 1 2 3 4", "show pending 1 2 3 4 5"]);
    expect(session.hear(entry("lobby", 1, "x"))).toEqual(["show bob: x"]);
    const own = (seq: number, msg: string): object =>
      entry("lobby", seq, msg, { from: "alice", key: `k-${msg}` });
    expect(session.hear(own(2, "1"))).toEqual(["show own alice: 1", "show pending 2 3 4 5 6"]);
    expect(session.hear(own(3, "2"))).toEqual(["show own alice: 2", "show pending 3 4 5 6"]);
    expect(session.lose().filter((effect) => effect.startsWith("show pending"))).toEqual([]);
  });
});
