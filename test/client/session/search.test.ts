/** Searching: what is found, how far back that is, and how the same search goes on. */
import { describe, expect, test } from "bun:test";
import { historyEntriesDefault } from "../../../src/protocol/limits.ts";
import { fieldsOf } from "../../support/fields.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";

describe("/search", () => {
  test("goes on behind where the same words were searched to, and begins anew once all was searched", () => {
    const session = inLobby();
    expect(asked(session, "tea")).toEqual({ query: "tea" });
    answer(session, 1, { entries: [entry(90)], back_to: 70, back_to_time: 5 });
    expect(asked(session, "tea")).toEqual({ query: "tea", before: 70 });
    answer(session, 2, { entries: [], back_to: 40 });
    expect(asked(session, "tea")).toEqual({ query: "tea", before: 40 });
    expect(answer(session, 3, { entries: [] })).toEqual(["show past of lobby before that with tea"]);
    expect(asked(session, "tea")).toEqual({ query: "tea" });
    expect(answer(session, 4, { entries: [] })).toEqual(["show past of lobby with tea"]);
  });

  test("begins anew with other words", () => {
    const session = inLobby();
    asked(session, "tea");
    answer(session, 1, { entries: [], back_to: 70 });
    expect(asked(session, "coffee")).toEqual({ query: "coffee" });
  });

  test("goes on in each conversation by itself", () => {
    const session = inLobby();
    asked(session, "tea");
    answer(session, 1, { entries: [], back_to: 70 });
    session.submit("/query bob");
    expect(asked(session, "tea")).toEqual({ query: "tea" });
    session.go("lobby");
    expect(asked(session, "tea")).toEqual({ query: "tea", before: 70 });
  });

  test.each([
    [historyEntriesDefault - 1, undefined],
    [historyEntriesDefault, 101],
  ])("goes on behind %i found, if that is all that was asked for", (count, before) => {
    const session = inLobby();
    asked(session, "tea");
    const entries = Array.from({ length: count }, (_, index) => entry(101 + index));
    answer(session, 1, { entries });
    expect(asked(session, "tea")["before"]).toBe(before);
  });

  test("shows nothing twice if the server begins anew every time", () => {
    const session = inLobby();
    asked(session, "tea");
    answer(session, 1, { entries: [entry(90), entry(91)], back_to: 90 });
    asked(session, "tea");
    expect(answer(session, 2, { entries: [entry(89), entry(90), entry(91)] })).toEqual([
      "show past of lobby before that with tea bob: tea",
    ]);
  });
});

function inLobby(): ScriptedSession {
  const session = scriptSession();
  session.arrive({ ...acceptedV2, rooms: [{ room: "lobby", topic: "", seq: 200 }] });
  return session;
}

/** What the server is asked for, without what is always the same. */
function asked(session: ScriptedSession, words: string): Readonly<Record<string, unknown>> {
  const [request = ""] = session.submit(`/search ${words}`).filter((effect) => effect.startsWith("send "));
  const { query, before } = fieldsOf(request.replace("send ", ""));
  return before === undefined ? { query } : { query, before };
}

function answer(session: ScriptedSession, number: number, fields: object): readonly string[] {
  return session.hear({ type: "search", room: "lobby", ...fields, key: `k-${number}` });
}

function entry(seq: number): object {
  return { type: "broadcast", room: "lobby", seq, time: seq, from: "bob", msg: "tea" };
}
