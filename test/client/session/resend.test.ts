/** Messages that the server cannot take for now. */
import { describe, expect, test } from "bun:test";
import { resendPauseMaxMs, resendPauseMinMs, retryAfterMaxMs } from "../../../src/client/limits.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const welcome = { ...acceptedV2, token: "t", rooms: [{ room: "lobby", topic: "", seq: 0 }] };

const refusal = (key: string, fields: object = { code: "storage" }) => ({
  type: "error",
  msg: "",
  key,
  ...fields,
});

const own = (seq: number, msg: string, key: string) => ({
  type: "broadcast",
  room: "lobby",
  from: "alice",
  time: 5,
  seq,
  msg,
  key,
});

/** Somebody who has sent these messages, `k-1` and so on. */
function having(...texts: readonly string[]): ScriptedSession {
  const session = scriptSession();
  session.arrive(welcome);
  for (const text of texts) session.submit(text);
  return session;
}

/** The requests that were sent: a message's text, or the type of another. */
function sent(effects: readonly string[]): readonly string[] {
  return effects
    .filter((effect) => effect.startsWith("send "))
    .flatMap((effect) => effect.slice("send ".length).trim().split("\n"))
    .map((line) => {
      const { type, msg } = /"type":"(?<type>\w+)"(?:.*"msg":"(?<msg>[^"]*)")?/.exec(line)?.groups ?? {};
      return (type === "broadcast" || type === "sendto" ? msg : type) ?? "";
    });
}

const pauseOf = (effects: readonly string[]) =>
  effects.flatMap((effect) => (effect.startsWith("arm resend ") ? [Number(effect.split(" ")[2])] : []));

describe("a message that is refused with storage", () => {
  test("waits, is told to wait, and is sent again under the same key", () => {
    const session = having("a");
    const effects = session.hear(refusal("k-1"));
    expect(effects).toEqual(["show delayed storage", `arm resend ${resendPauseMinMs * 0.75}`]);
    expect(session.state.pendingShown).toEqual([{ kind: "message", text: "a" }]);
    expect(session.fire("resend")).toEqual([
      expect.stringMatching(/^send \{"type":"broadcast",.*"msg":"a","key":"k-1".*\}\n$/),
    ]);
    expect(session.hear(own(1, "a", "k-1"))).toContain("show own alice: a");
    expect([session.state.refused, session.state.outbox.underWay.size]).toEqual([0, 0]);
  });

  test("is followed by none before it is taken, and then by all in order", () => {
    const session = having("a", "b", "c");
    session.submit("d");
    expect(pauseOf(session.hear(refusal("k-1"), refusal("k-2"), refusal("k-3")))).toEqual([]);
    // The answers to those under way are not all there yet.
    expect(sent(session.submit("e"))).toEqual([]);
    expect(pauseOf(session.hear(refusal("k-4")))).toHaveLength(1);
    expect(sent(session.submit("f"))).toEqual([]);
    expect(sent(session.fire("resend"))).toEqual(["a"]);
    expect(sent(session.submit("g"))).toEqual([]);
    expect(sent(session.hear(own(1, "a", "k-1")))).toEqual(["b", "c", "d", "e", "f", "g"]);
  });

  test("keeps its place when those behind it are taken: it is the first again", () => {
    const session = having("a", "b", "c");
    session.hear(refusal("k-1"), own(1, "b", "k-2"));
    expect(pauseOf(session.hear(refusal("k-3")))).toHaveLength(1);
    expect(sent(session.fire("resend"))).toEqual(["a"]);
    expect(sent(session.hear(own(2, "a", "k-1")))).toEqual(["c"]);
  });

  test("is sent again with pauses that grow up to a bound, and begin anew once a message was taken", () => {
    const session = having("a");
    const pauses = Array.from({ length: 8 }, () => {
      const [pause = 0] = pauseOf(session.hear(refusal("k-1")));
      session.fire("resend");
      return pause / 0.75;
    });
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, resendPauseMaxMs]);
    session.hear(own(1, "a", "k-1"));
    session.submit("b");
    expect(pauseOf(session.hear(refusal("k-2")))).toEqual([resendPauseMinMs * 0.75]);
  });

  test("is told once, however often it is refused", () => {
    const session = having("a", "b");
    const told = [
      session.hear(refusal("k-1"), refusal("k-2")),
      session.fire("resend"),
      session.hear(refusal("k-1")),
    ];
    expect(told.flat().filter((effect) => effect.startsWith("show delayed"))).toHaveLength(1);
  });

  test("does not keep questions waiting, nor a room that is entered, but all that must not overtake it", () => {
    const session = having("a");
    session.hear(refusal("k-1"));
    expect(sent(session.submit("/whois bob"))).toEqual(["whois"]);
    expect(sent(session.submit("/join tea"))).toEqual(["join"]);
    session.hear({ type: "join", room: "tea", topic: "", seq: 0, key: "k-3" });
    expect(sent(session.submit("/leave tea"))).toEqual([]);
    expect(sent(session.submit("/who"))).toEqual(["ls"]);
    expect(sent(session.submit("/nick Ann"))).toEqual([]);
    const gone = { code: "nickname_unknown", nickname: "bob" };
    session.hear(refusal("k-2", gone), refusal("k-5", gone));
    session.fire("resend");
    expect(sent(session.hear(own(1, "a", "k-1")))).toEqual(["leave", "nick"]);
  });

  test("is sent again over the next connection when this one is lost", () => {
    const session = having("a", "b");
    session.hear(refusal("k-1"));
    session.lose();
    session.fire("retry");
    session.open();
    expect(sent(session.hear(welcome)).filter((text) => text.length === 1)).toEqual(["a", "b"]);
    session.hear(own(1, "a", "k-1"), own(2, "b", "k-2"));
    expect(session.fire("resend")).toEqual([]);
    expect(session.state.outbox.underWay.size).toBe(0);
  });

  test("counts as never sent for who leaves", () => {
    const session = having("a", "b");
    session.hear(refusal("k-1"), refusal("k-2"));
    session.happen({ type: "leave", mode: "brief" });
    expect(session.fire("leave").at(-1)).toBe("end as wished refused 0 unsent 2");
  });

  test("holds up who leaves no longer than a lost line would", () => {
    const session = having("a");
    session.hear(refusal("k-1"));
    session.fire("resend");
    session.happen({ type: "leave", mode: "full" });
    expect(session.hear(own(1, "a", "k-1")).at(-1)).toBe("end as wished refused 0 unsent 0");
  });
});

describe("a message that is refused with busy", () => {
  test.each([
    ["a pause of the server's", 3_000, 3_000],
    ["a shorter one than ours", 1, resendPauseMinMs * 0.75],
    ["one beyond all bounds", 1e9, retryAfterMaxMs],
  ])("is sent again after %s", (_, asked, pause) => {
    const session = having("a");
    const effects = session.hear(refusal("k-1", { code: "busy", retry_after: asked }));
    expect(effects).toEqual(["show delayed busy", `arm resend ${pause}`]);
    expect(sent(session.fire("resend"))).toEqual(["a"]);
  });
});

test.each([
  ["a message that breaks a rule", "a", { code: "message_empty" }],
  ["what is no message", "/topic tea", { code: "storage" }],
])("%s is refused for good", (_, typed, fault) => {
  const session = having(typed);
  expect(session.hear(refusal("k-1", fault)).join()).toContain(`show refused ${fault.code}`);
  expect(session.state.outbox.underWay.size).toBe(0);
});
