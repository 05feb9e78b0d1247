/** What becomes of a session when its line breaks. */
import { describe, expect, test } from "bun:test";
import { reconnectPauseMaxMs } from "../../../src/client/limits.ts";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";
import { en } from "../../../src/locale/en.ts";
import { requestBytesMax, roomsPerSessionMax } from "../../../src/protocol/limits.ts";
import { acceptedClassic, acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const entry = (seq: number, from: string, msg: string, fields: object = {}): object => {
  return { type: "broadcast", room: "lobby", seq, time: 5, from, msg, ...fields };
};
const isSend = (effect: string): boolean => effect.startsWith("send");
const lost = "The connection to the server is lost.";

describe("step, by a clock that was set back", () => {
  test("tries as often as before in a break of the line, with pauses that are no longer", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.pass(-3_600_000);
    expect(session.lose()).toEqual([`show offline 250 ${lost}`, "arm retry 250"]);
    session.pass(-3_600_000);
    expect(session.fire("retry")).toContain("connect 2");
    expect(session.lose().at(-1)).toBe("arm retry 500");
    session.fire("retry");
    session.open();
    session.hear(acceptedV2);
    expect(session.hear(entry(1, "bob", "back"))).toEqual(["show bob: back"]);
  });

  test("leaves when the time for it is over, with something on its way", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.submit("one");
    expect(session.submit("/quit")).toEqual(["arm leave 2000"]);
    session.pass(-3_600_000);
    expect(session.fire("leave").at(-1)).toBe("end as wished refused 0 unsent 0 unacknowledged 1");
  });
});

describe("step, coming back", () => {
  test("sends again what is not acknowledged, in order, under the same keys", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.submit("one");
    session.submit("two");
    session.hear(entry(1, "alice", "one", { key: "k-1" }));
    expect(session.lose()).toEqual([`show offline 250 ${lost}`, "arm retry 250"]);
    expect(session.submit("three")).toEqual(["show pending two three"]);
    expect(session.fire("retry")).toEqual(["show connecting", "connect 2", "arm answer 10000"]);
    session.open();
    expect(session.hear(acceptedV2).filter(isSend)).toEqual([
      `send {"type":"broadcast","msg":"two","key":"k-2"}\n{"type":"broadcast","msg":"three","key":"k-3"}\n`,
    ]);
  });

  test.each([
    ["a sentence", { type: "system_msg", msg: "Welcome" }],
    ["an error", { type: "error", code: "server_full", msg: "full" }],
  ])("does not take %s from before the login as the reason why the line broke after it", (_, early) => {
    for (const accepted of [acceptedV2, acceptedClassic]) {
      const session = scriptSession();
      session.happen({ type: "started" });
      session.open();
      session.hear(early);
      session.hear(accepted);
      expect(session.lose()).toContain(`show offline 250 ${lost}`);
    }
  });

  test("ignores what a connection says that is gone", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.lose();
    session.fire("retry");
    expect(session.happen({ type: "closed", connection: 1, reason: { type: "lost" } })).toEqual([]);
    expect(session.happen({ type: "opened", connection: 1 })).toEqual([]);
  });

  test("does not take what was said over one connection as the reason why the next one broke", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.hear({ type: "error", code: "shutting_down", msg: "bye" });
    expect(session.lose()[0]).not.toContain(lost);
    session.fire("retry");
    session.open();
    expect(session.lose()[0]).toBe(`show offline 500 ${en.client.noAnswer("host:1")}`);
  });

  test("waits for its own ghost to leave the room", () => {
    const session = scriptSession({ canAsk: true });
    session.arrive(acceptedV2);
    session.lose();
    session.fire("retry");
    session.open();
    const refusal = {
      type: "login",
      success: false,
      code: "nickname_taken",
      nickname: "alice",
      msg: "taken",
    };
    expect(session.hear(refusal)).toEqual([
      "close gently",
      "show offline 500 The nickname alice is taken. Choose another one.",
      "arm retry 500",
    ]);
    session.fire("retry");
    session.open();
    expect(session.hear(acceptedV2)[0]).toBe("show online alice in Room");
  });

  test("pauses grow to their bound, and begin anew after a while online", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.lose();
    const pauses: string[] = [];
    for (let tries = 0; tries < 9; tries++) {
      session.fire("retry");
      pauses.push(session.lose().at(-1) ?? "");
    }
    expect(pauses[0]).toBe("arm retry 500");
    expect(pauses.at(-1)).toBe(`arm retry ${reconnectPauseMaxMs / 2}`);
    session.fire("retry");
    session.open();
    session.hear(acceptedV2);
    session.pass(10_000);
    expect(session.lose().at(-1)).toBe("arm retry 250");
  });

  test("says why the server hung up, when it did", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.hear({ type: "error", code: "shutting_down", msg: "bye" });
    expect(session.lose()[0]).toBe("show offline 250 The server is closing. Try again in a moment.");
  });

  test("ends when the server would not let it in under any nickname again", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.lose();
    session.fire("retry");
    session.open();
    const refused = { type: "login", success: false, code: "server_full", msg: "full" };
    expect(session.hear(refused)).toEqual([
      "close gently",
      `end ${en.faults.server_full({ code: "server_full" })} refused 0 unsent 0`,
    ]);
  });

  test("ignores the room again, before anything else is sent", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.submit("/i");
    session.hear({ type: "ignore", success: true, ignoring: true, msg: "", key: "k-1" });
    session.lose();
    session.fire("retry");
    session.open();
    expect(session.hear(acceptedV2).filter(isSend)).toEqual([`send {"type":"ignore","msg":null}\n`]);
  });
});

describe("step, on another server than before", () => {
  const inRooms = (...rooms: readonly (readonly [room: string, seq: number])[]): object => {
    return {
      ...acceptedV2,
      token: "t",
      resumed: true,
      rooms: rooms.map(([room, seq]) => ({ room, topic: "", seq })),
    };
  };

  test("hears what is said on one whose log was put back to an earlier state", () => {
    const session = scriptSession();
    session.arrive(inRooms(["lobby", 70]));
    session.lose();
    session.fire("retry");
    session.open();
    session.hear(inRooms(["lobby", 50]));
    expect(session.hear(entry(51, "bob", "new"))).toContain("show bob: new");
    session.lose();
    session.fire("retry");
    expect(session.open()[0]).toContain(`"after":{"lobby":51,"@":0}`);
  });

  test("knows no number of people any more on an old one, which does not say who comes", () => {
    const session = scriptSession();
    session.arrive({ ...acceptedV2, rooms: [{ room: "lobby", topic: "", seq: 0, members: 3 }] });
    session.lose();
    session.fire("retry");
    session.open();
    session.hear(acceptedClassic);
    session.submit("/query bob");
    expect(session.go("lobby")).toEqual(["show here lobby"]);
  });

  test("refuses on an old one what was meant for a room that is not there, and is in the lobby", () => {
    const session = scriptSession();
    session.arrive(inRooms(["lobby", 0], ["tea", 0]));
    session.submit("/join tea");
    session.lose();
    for (const text of ["for tea alone", "/rooms", "@bob psst"]) session.submit(text);
    session.fire("retry");
    session.open();
    expect(session.hear(acceptedClassic)).toEqual([
      "show online alice in host:1",
      `show refused  ${en.client.oldServer}`,
      `show refused  ${en.client.oldServer}`,
      "show here lobby",
      `send {"type":"sendto","nickname":"bob","msg":"psst"}`,
      "arm pace 60",
      "show pending",
    ]);
    session.fire("pace");
    expect(session.submit("for all")[0]).toBe(`send {"type":"broadcast","msg":"for all"}`);
  });

  test("gives back to a pipe what an old one cannot do, with its line", () => {
    const session = scriptSession();
    session.arrive(inRooms(["lobby", 0], ["tea", 0]));
    session.submit("/join tea");
    session.lose();
    session.happen({ type: "submitted", text: "//for tea alone", line: 7 });
    session.happen({ type: "submitted", text: "/rooms", line: 8 });
    session.fire("retry");
    session.open();
    expect(session.refusals(acceptedClassic)).toEqual([
      {
        line: 7,
        text: en.client.oldServer,
        returned: { conversation: "tea", text: "//for tea alone", draft: false },
        outcome: "notDone",
      },
      { line: 8, text: en.client.oldServer, outcome: "notDone" },
    ]);
  });
});

test("step logs in with as many rooms as a server can read, whatever they are called", () => {
  const rooms = new Map(
    Array.from({ length: roomsPerSessionMax }, (_, at) => [`${at}${"x".repeat(254)}`, at] as const),
  );
  const restored = { ...emptySavedSession, token: "t", mailboxSeq: 3, rooms };
  const session = scriptSession({ returns: true, restore: () => restored });
  session.happen({ type: "started" });
  const login = session.open()[0]?.replace("send ", "") ?? "";
  expect(login.length).toBeLessThanOrEqual(requestBytesMax);
  expect(login.length).toBeGreaterThan(requestBytesMax - 300);
  expect(login).toContain('"token":"t","after":{"@":3,');
});

test("step comes back to an old server that still has its ghost, until the ghost is gone", () => {
  const session = scriptSession();
  session.arrive(acceptedClassic);
  session.lose();
  session.submit("still here");
  const taken = { type: "login", success: false, msg: "alice is used already" } as const;
  for (let tries = 0; tries < 3; tries += 1) {
    session.fire("retry");
    session.open();
    const [close, offline = "", retry = ""] = session.hear(taken);
    expect([close, offline.split(" ")[1], retry.split(" ")[1]]).toEqual(["close gently", "offline", "retry"]);
    expect(offline).toEndWith("alice is used already");
  }
  session.fire("retry");
  session.open();
  expect(session.hear(acceptedClassic).filter(isSend)).toEqual([
    'send {"type":"broadcast","msg":"still here"}',
  ]);
});

test("step notices a silent line as soon as its heartbeat says", () => {
  const session = scriptSession({ heartbeat: { pauseMs: 50, timeoutMs: 30 } });
  session.happen({ type: "started" });
  session.open();
  expect(session.hear(acceptedV2)).toContain("arm heartbeat 50");
  session.pass(49);
  expect(session.fire("heartbeat")).toEqual(["arm heartbeat 1"]);
  session.pass(1);
  expect(session.fire("heartbeat")).toEqual(['send {"type":"ping"}\n', "arm heartbeat 30"]);
  session.pass(30);
  expect(session.fire("heartbeat")).toContain("close");
});

test.each([
  [undefined, 0],
  [{ frame: 16_384 }, 0],
  [{ frame: 81_920 }, 1],
])("enter measures what was written before the login by the limits %j", (limits, sentCount) => {
  const session = scriptSession();
  session.happen({ type: "started" });
  session.open();
  session.submit('"'.repeat(9_000));
  const effects = session.hear({ ...acceptedV2, limits });
  expect(effects.filter((line) => line.startsWith("send ") && line.includes("broadcast"))).toHaveLength(
    sentCount,
  );
  expect(effects.filter((line) => line.startsWith("show refused frame_too_long"))).toHaveLength(
    1 - sentCount,
  );
});
