/** Whose messages are not shown. */
import { describe, expect, test } from "bun:test";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedClassic, acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const entry = (seq: number, from: string, msg: string): object => {
  return { type: "broadcast", room: "lobby", seq, time: 5, from, msg };
};
const notice = (event: string, nickname: string, fields: object = {}): object => {
  return { type: "system_msg", event, nickname, room: "lobby", time: 5, msg: "", ...fields };
};

function inLobby(options: Parameters<typeof scriptSession>[0] = {}): ScriptedSession {
  const session = scriptSession(options);
  session.arrive({ ...acceptedV2, token: "t", rooms: [{ room: "lobby", topic: "", seq: 0 }] });
  return session;
}

describe("/ignore", () => {
  test.each([
    ["what they say", entry(1, "Bob", "hi")],
    ["what they say to one alone", { type: "single", seq: 1, time: 5, from: "BOB", to: "alice", msg: "hi" }],
    ["that they came", notice("join", "Bob")],
    ["that they left", notice("leave", "bob")],
    ["that they are called otherwise", notice("nick", "bob", { to: "bobby" })],
  ])("hides %s", (_, message) => {
    const session = inLobby();
    session.submit("/ignore bob");
    const shown = session.hear(message).filter((effect) => effect.startsWith("show"));
    expect(shown.filter((effect) => !effect.startsWith("show hidden "))).toEqual([]);
  });

  test("lets those be counted who are not told of", () => {
    const session = inLobby();
    session.submit("/ignore bob");
    expect(session.hear(notice("leave", "bob"))).toContain("show hidden leave bob");
    expect(session.hear(notice("leave", "eve"))).toContain("show leave eve");
  });

  test("hides nothing of others, nor of oneself", () => {
    const session = inLobby();
    session.submit("/ignore bob");
    expect(session.hear(entry(1, "bobby", "hi"), entry(2, "alice", "ho"))).toEqual([
      "show bobby: hi",
      "show own alice: ho",
    ]);
  });

  test("hides nothing of oneself under a nickname that was ignored", () => {
    const session = inLobby();
    session.submit("/ignore bob");
    session.submit("/nick bob");
    session.hear({ type: "nick", nickname: "bob", key: "k-1" });
    expect(session.hear(entry(1, "bob", "hi"))).toContain("show own bob: hi");
  });

  test("reads on behind what is hidden", () => {
    const session = inLobby();
    session.submit("/ignore bob");
    session.hear(entry(1, "bob", "hi"));
    session.lose();
    session.fire("retry");
    expect(session.open()[0]).toContain(`"after":{"lobby":1,"@":0}`);
  });

  test("hides what was said before, too", () => {
    const session = inLobby();
    session.submit("/ignore bob");
    session.submit("/search tea");
    const entries = [entry(1, "bob", "tea"), entry(2, "eve", "tea")];
    expect(session.hear({ type: "search", room: "lobby", entries, key: "k-1" })).toEqual([
      "show past of lobby with tea eve: tea",
    ]);
  });

  test("hides what was said before in a room that one comes into", () => {
    const session = inLobby({ backlog: 20 });
    session.submit("/ignore bob");
    session.submit("/join tea");
    session.hear({ type: "join", room: "tea", topic: "", seq: 2, key: "k-1" });
    const inTea = (seq: number, from: string): object => ({ ...entry(seq, from, `${seq}`), room: "tea" });
    const answer = { type: "history", room: "tea", entries: [inTea(1, "bob"), inTea(2, "eve")], key: "k-2" };
    expect(session.hear(answer)).toEqual(["show past of tea eve: 2"]);
  });

  test("hides what an old server says of them", () => {
    const session = scriptSession();
    session.arrive(acceptedClassic);
    expect(session.submit("/ignore bob")).toContain("show hidden bob");
    const msg = "[TIME : Mon Nov 23 09:44:03 2026]\r\n[bob] : hi\r\n";
    expect(session.hear({ type: "broadcast", msg })).toEqual([]);
  });

  test("goes along with who takes another nickname, and leaves the one before free", () => {
    const session = inLobby();
    session.submit("/ignore bob");
    session.hear(notice("nick", "bob", { to: "bobby" }));
    expect(session.hear(entry(1, "bobby", "hi"), entry(2, "bob", "ho"))).toContain("show bob: ho");
    expect(session.submit("/ignore")).toEqual(["show hidden bobby"]);
  });

  test("shows who is ignored, after a change and when it is asked", () => {
    const session = inLobby();
    expect(session.submit("/ignore")).toEqual(["show hidden"]);
    session.submit("/ignore bob");
    expect(session.submit("/ignore Eve")).toContain("show hidden bob Eve");
    expect(session.submit("/unignore BOB")).toContain("show hidden Eve");
    expect(session.hear(entry(1, "bob", "hi"))).toContain("show bob: hi");
  });

  test("refuses what makes no sense", () => {
    const session = inLobby();
    expect(session.submit("/ignore ALICE")).toEqual(["show refused  You cannot ignore yourself."]);
    expect(session.submit("/unignore eve")).toEqual(["show refused  eve is not ignored."]);
  });

  test("is remembered from the last run", () => {
    const session = inLobby({ restore: () => ({ ...emptySavedSession, hidden: ["Bob"] }) });
    expect(session.hear(entry(1, "bob", "hi"))).not.toContain("show bob: hi");
  });
});
