/** A client's session from the first try to the room: events in, effects out. */
import { describe, expect, test } from "bun:test";
import { acceptedClassic, acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const entry = (seq: number, from: string, msg: string, fields: object = {}): object => {
  return { type: "broadcast", room: "lobby", seq, time: 5, from, msg, ...fields };
};
const sent = (msg: string, key: string): string =>
  `send ${JSON.stringify({ type: "broadcast", msg, key })}\n`;
const lost = "The connection to the server is lost.";

describe("step, arriving", () => {
  test("logs in at once, without a line end, and is online when the server says so", () => {
    const session = scriptSession();
    expect(session.happen({ type: "started" })).toEqual(["show connecting", "connect 1", "arm answer 10000"]);
    expect(session.open()).toEqual([
      `send {"type":"login","msg":"alice","v":2,"after":{},"can":["gaps","member_counts"]}`,
      "arm answer 10000",
    ]);
    expect(session.hear(acceptedV2)).toEqual(["show online alice in Room", "arm heartbeat 20000"]);
  });

  test("goes on in classic with a server that gives no v", () => {
    const session = scriptSession();
    session.happen({ type: "started" });
    session.open();
    expect(session.hear(acceptedClassic)).toEqual(["show online alice in host:1"]);
  });

  test("asks who is there, quietly, for a face that completes", () => {
    const session = scriptSession({ completes: true });
    session.happen({ type: "started" });
    session.open();
    session.submit("early");
    expect(session.hear(acceptedV2)).toEqual([
      "show online alice in Room",
      "arm heartbeat 20000",
      `send {"type":"ls","msg":null,"key":"k-members"}\n{"type":"broadcast","msg":"early","key":"k-1"}\n`,
    ]);
    const members = ["alice", "bob", "eve"].map((nickname) => ({ nickname }));
    expect(session.hear({ type: "ls", room: "lobby", members, key: "k-members" })).toEqual([
      "nicknames eve bob",
    ]);
    expect(session.hear(entry(1, "bob", "x"))).toEqual(["show bob: x", "nicknames bob eve"]);
  });

  test.each([
    [{ type: "refused" } as const, "Nothing answers at host:1. Is the room open, and is the port right?"],
    [{ type: "hostUnknown" } as const, "There is no machine called host. Check the name."],
    [{ type: "noRoute" } as const, "host:1 cannot be reached: there is no way to that network."],
    [{ type: "failed", detail: "EPERM" } as const, "host:1 cannot be reached: EPERM."],
    [{ type: "lost" } as const, "Something is at host:1, but it does not answer as a chat room."],
  ])("gives up when the first try ends with %j", (reason, sentence) => {
    const session = scriptSession();
    session.happen({ type: "started" });
    const [effect] = session.happen({ type: "closed", connection: 1, reason });
    expect(effect).toBe(`end ${sentence} refused 0 unsent 0`);
    expect(session.fire("retry")).toEqual([]);
  });

  test("gives up on a server that never answers the login", () => {
    const session = scriptSession();
    session.happen({ type: "started" });
    session.open();
    expect(session.fire("answer")).toEqual([
      "close",
      "end Something is at host:1, but it does not answer as a chat room. refused 0 unsent 0",
    ]);
  });

  test("gives the server's own reason when it turns everybody away", () => {
    const session = scriptSession();
    session.happen({ type: "started" });
    session.open();
    session.hear({ type: "error", code: "server_full", msg: "full" });
    expect(session.lose()[0]).toStartWith("end The server has no room for more people right now.");
  });

  test("asks again when a nickname is refused, and leaves who does not answer", () => {
    const session = scriptSession({ canAsk: true, nickname: undefined });
    expect(session.happen({ type: "started" })).toEqual(["ask"]);
    expect(session.happen({ type: "named", nickname: "a b" })).toEqual([
      "ask A nickname cannot hold spaces. Choose another one.",
    ]);
    expect(session.happen({ type: "named", nickname: "alice" })).toContain("connect 1");
    session.open();
    expect(session.hear({ type: "login", success: false, msg: "taken, sorry" })).toEqual([
      "close gently",
      "ask taken, sorry",
    ]);
    expect(session.lose()).toEqual([]);
    expect(session.happen({ type: "named", nickname: undefined })).toEqual([
      "end as wished refused 0 unsent 0",
    ]);
  });
});

describe("step, in the room", () => {
  test("takes its own copy as the acknowledgement and shows no seq twice", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    expect(session.submit("hi")).toEqual([sent("hi", "k-1"), "show pending hi"]);
    expect(session.hear(entry(7, "bob", "yo"), entry(8, "alice", "hi", { key: "k-1" }))).toEqual([
      "show bob: yo",
      "show own alice: hi",
      "show pending",
    ]);
    expect(session.hear(entry(8, "alice", "hi", { key: "k-1" }), entry(7, "bob", "yo"))).toEqual([]);
    expect(session.happen({ type: "leave", mode: "full" })).toEqual([
      `send {"type":"leave","room":"lobby"}\n`,
      "close gently",
      "end as wished refused 0 unsent 0",
    ]);
  });

  test("takes a repeat as an acknowledgement, and the entry itself from its place in the log", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.submit("hi");
    const repeat = entry(3, "alice", "hi", { key: "k-1", repeat: true });
    expect(session.hear(repeat)).toEqual(["show pending"]);
    expect(session.hear(repeat)).toEqual([]);
    expect(session.hear(entry(2, "bob", "before"), entry(3, "alice", "hi", { key: "k-1" }))).toEqual([
      "show bob: before",
      "show own alice: hi",
    ]);
  });

  test("keeps places of rooms and of private messages apart", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    const single = { type: "single", seq: 4, time: 5, from: "bob", to: "alice", msg: "psst" };
    expect(session.hear(entry(4, "bob", "all"), single)).toEqual([
      "show bob: all",
      "show bob to alice: psst",
    ]);
  });

  test("shows what was refused, once, and counts it", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.submit("@eve hi");
    const error = { type: "error", code: "nickname_unknown", nickname: "eve", msg: "?", key: "k-1" };
    expect(session.hear(error)).toEqual(["show refused nickname_unknown hi", "show pending"]);
    expect(session.hear({ type: "error", code: "of_tomorrow", msg: "too early" })).toEqual([
      "show refused  too early",
    ]);
    expect(session.happen({ type: "leave", mode: "full" }).at(-1)).toBe("end as wished refused 2 unsent 0");
  });

  test("answers what is no message itself", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    expect(session.submit("/lss")).toEqual(["show refused  There is no command /lss. Did you mean /ls?"]);
    expect(session.submit("@bob")).toEqual(["show refused  Type it like this: @nick text"]);
    expect(session.submit("  ")).toEqual([]);
    expect(session.submit("x".repeat(13_000))).toEqual([
      `show refused message_too_long ${"x".repeat(13_000)}`,
    ]);
    expect(session.submit("/help")[0]).toStartWith("show said @nick text");
  });

  test("sends no more at once than may be unanswered", () => {
    const session = scriptSession();
    session.happen({ type: "started" });
    session.open();
    for (let index = 1; index <= 600; index++) session.submit(`m${index}`);
    const [first = ""] = session.hear(acceptedV2).filter((effect) => effect.startsWith("send"));
    expect(first.match(/\n/g)?.length).toBe(512);
    expect(session.hear(entry(1, "alice", "m1", { key: "k-1" }))).toEqual([
      "show own alice: m1",
      sent("m513", "k-513"),
      "show pending m2 m3 m4 m5 m6",
    ]);
  });

  test("asks a silent v2 server whether it is there, and tries anew when it is not", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.pass(15_000);
    session.hear(entry(1, "bob", "x"));
    session.pass(5_000);
    expect(session.fire("heartbeat")).toEqual(["arm heartbeat 15000"]);
    session.pass(15_000);
    expect(session.fire("heartbeat")).toEqual([`send {"type":"ping"}\n`, "arm heartbeat 10000"]);
    session.hear({ type: "pong" });
    session.pass(10_000);
    expect(session.fire("heartbeat")).toEqual(["arm heartbeat 10000"]);
    session.pass(10_000);
    session.fire("heartbeat");
    session.pass(10_000);
    expect(session.fire("heartbeat")).toEqual(["close", `show offline 250 ${lost}`, "arm retry 250"]);
  });

  test("finds a line dead by a clock that was set back while it is asked about", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.pass(20_000);
    expect(session.fire("heartbeat")).toEqual([`send {"type":"ping"}\n`, "arm heartbeat 10000"]);
    session.pass(-3_600_000);
    expect(session.fire("heartbeat")).toEqual(["arm heartbeat 20000"]);
    session.pass(20_000);
    expect(session.fire("heartbeat")).toEqual([`send {"type":"ping"}\n`, "arm heartbeat 10000"]);
    session.pass(10_000);
    expect(session.fire("heartbeat")[0]).toBe("close");
  });

  test("keeps a connection that answered the ping before the clock was set forward", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.pass(20_000);
    expect(session.fire("heartbeat")).toEqual([`send {"type":"ping"}\n`, "arm heartbeat 10000"]);
    session.hear({ type: "pong" });
    session.pass(3_600_000);
    expect(session.fire("heartbeat")).toEqual([`send {"type":"ping"}\n`, "arm heartbeat 10000"]);
    session.pass(10_000);
    expect(session.fire("heartbeat")[0]).toBe("close");
  });
});

describe("step, with a classic server", () => {
  test("sends one object at a time, without line ends, and takes it as sent", () => {
    const session = scriptSession();
    session.arrive(acceptedClassic);
    expect(session.submit("one")).toEqual([`send {"type":"broadcast","msg":"one"}`, "arm pace 60"]);
    expect(session.submit("/ls")).toEqual([]);
    expect(session.fire("pace")).toEqual([`send {"type":"ls","msg":null}`, "arm pace 60"]);
    expect(session.fire("pace")).toEqual([]);
    expect(session.submit("@bob hi")[0]).toBe(`send {"type":"sendto","nickname":"bob","msg":"hi"}`);
  });

  test("shows what it says, whole or taken apart", () => {
    const session = scriptSession();
    session.arrive(acceptedClassic);
    const time = "[TIME : Mon Nov 23 09:44:03 2026]\r\n";
    expect(
      session.hear(
        { type: "broadcast", msg: `${time}[bob] : hi\r\n` },
        { type: "single", msg: `${time}[ alice CHATTING TO bob ] : psst\r\n` },
        { type: "single", msg: "no such user\r\n" },
        { type: "system_msg", msg: `${time}[ SYSTEM ] : eve comes\r\n` },
        { type: "ls", msg: "[ SYSTEM ] ALIVE USER : \r\nalice,\r\nbob,\r\n" },
        { type: "ignore", success: true, msg: `${time}[ SYSTEM ] : switched\r\n` },
        { type: "weather" },
      ),
    ).toEqual([
      "show bob: hi",
      "show own alice to bob: psst",
      "show refused  no such user",
      "show said eve comes",
      "show members alice bob",
      "show said switched",
    ]);
  });

  test("listens on for a moment before it leaves a pipe's end", () => {
    const session = scriptSession();
    session.arrive(acceptedClassic);
    session.submit("one");
    expect(session.happen({ type: "leave", mode: "full" })).toEqual(["arm leave 1000"]);
    expect(session.fire("leave")).toEqual(["close gently", "end as wished refused 0 unsent 0"]);
  });
});
