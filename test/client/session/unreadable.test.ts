/** Requests that the server could not read, whose errors have no key: none waits forever, and no other is refused. */
import { describe, expect, test } from "bun:test";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const welcome = { ...acceptedV2, token: "t", resumed: true, rooms: [{ room: "lobby", seq: 0 }] };
const unread = { type: "error", code: "frame_too_long", bytesMax: 16_384, msg: "too long" } as const;
const tooMany = { type: "error", code: "too_many_faults", msg: "too many" } as const;

/** Somebody who is in, and has sent these. */
function having(...texts: readonly string[]): ScriptedSession {
  const session = scriptSession({ returns: true });
  session.arrive(welcome);
  for (const text of texts) session.submit(text);
  return session;
}

function own(seq: number, text: string, key: string): object {
  return { type: "broadcast", room: "lobby", seq, time: 5, from: "alice", msg: text, key };
}

const sentTexts = (effects: readonly string[]): readonly (string | undefined)[] =>
  effects
    .filter((effect) => effect.startsWith("send "))
    .flatMap((effect) => Array.from(effect.matchAll(/"msg":"(\w+)"/g), ([, text]) => text));

describe("an error without a key", () => {
  test("is about the only request that is under way: it leaves the outbox, and the disk", () => {
    const session = having("a");
    expect(session.hear(unread)).toEqual(["show refused frame_too_long a", "journal , k-1", "show pending"]);
  });

  test.each([
    { code: "frame_too_long", bytesMax: 16_384 },
    { code: "bad_json" },
    { code: "bad_utf8" },
    { code: "too_deep", depthMax: 4 },
  ])("is about the only request that is under way whatever could not be read of it: %j", (fault) => {
    const effects = having("a").hear({ type: "error", msg: "", ...fault });
    expect(effects).toContain(`show refused ${fault.code} a`);
  });

  test("is about the one that is left when all others are answered", () => {
    const session = having("a", "b", "c");
    expect(session.hear(unread)).toEqual([]);
    expect(session.hear(own(1, "c", "k-3"))).not.toContain("show refused frame_too_long b");
    expect(session.hear(own(2, "a", "k-1"))).toContain("show refused frame_too_long b");
    session.lose();
    session.fire("retry");
    session.open();
    expect(sentTexts(session.hear(welcome))).toEqual([]);
  });

  test("counts with others of its kind", () => {
    const session = having("a", "b", "c");
    session.hear(unread, unread);
    const effects = session.hear(own(1, "b", "k-2"));
    expect(effects.filter((effect) => effect.startsWith("show refused"))).toEqual([
      "show refused frame_too_long a",
      "show refused frame_too_long c",
    ]);
  });

  test("is told as it is when nothing waits for an answer", () => {
    expect(having().hear(unread)).toEqual(["show refused frame_too_long"]);
    const session = having("a");
    session.hear(own(1, "a", "k-1"));
    expect(session.hear(unread)).toEqual(["show refused frame_too_long"]);
  });

  test("is told when it turns out to be about none of the requests", () => {
    const session = having("a", "b");
    session.hear(unread);
    const both = [own(1, "a", "k-1"), own(2, "b", "k-2")];
    expect(session.hear(...both)).toContain("show refused frame_too_long");
  });

  test("of another kind refuses nothing that is under way", () => {
    const session = having("a");
    const storage = { type: "error", code: "storage", msg: "full" } as const;
    expect(session.hear(storage)).toEqual(["show refused storage"]);
    expect(session.hear(own(1, "a", "k-1"))).toContain("show pending");
  });
});

test("an error that a lost line leaves open is told neither then nor of a request of the next line", () => {
  const session = having("a", "b");
  session.hear(unread);
  const lost = session.lose();
  session.fire("retry");
  session.open();
  const effects = [...lost, ...session.hear(welcome), ...session.hear(own(1, "a", "k-1"))];
  expect(effects.filter((effect) => effect.startsWith("show refused"))).toEqual([]);
  expect(sentTexts(effects)).toEqual(["a", "b"]);
});

test("a server that hangs up over requests it cannot read gets one at a time, and in the end has all others", () => {
  const unreadable = Array.from({ length: 12 }, (_, index) => `bad${index}`);
  const session = having(...unreadable, "good");
  session.hear(...Array.from({ length: 9 }, () => unread), tooMany);
  session.lose();
  let refused = 0;
  let arrived = "";
  for (let login = 0; login < 3 && arrived === ""; login += 1) {
    session.fire("retry");
    session.open();
    let sent = sentTexts(session.hear(welcome));
    for (let faults = 0; faults < 9 && arrived === ""; faults += 1) {
      expect(sent).toHaveLength(1);
      if (sent[0] === "good") arrived = sent[0];
      else sent = sentTexts(session.hear(unread));
      if (arrived === "") refused += 1;
    }
    if (arrived !== "") break;
    session.hear(tooMany);
    session.lose();
  }
  expect({ refused, arrived }).toEqual({ refused: 12, arrived: "good" });
});

describe("a text that cannot be sent", () => {
  const quotes = '"'.repeat(9_000);

  test.each(["", "@bob ", "/msg bob ", "/me "])("is refused before it is queued, behind %j", (before) => {
    const session = having();
    const effects = session.submit(before + quotes);
    expect(effects.map((effect) => effect.slice(0, 27))).toEqual(["show refused frame_too_long"]);
    expect(session.submit("/quit").at(-1)).toEndWith("unsent 0");
  });

  test("is refused of a program, too", () => {
    const session = having();
    expect(session.happen({ type: "programMessage", text: quotes })).toHaveLength(1);
  });
});
