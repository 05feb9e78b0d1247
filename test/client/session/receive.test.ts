/** What a server's refusals become for a person: most are said, some are nobody's news. */
import { expect, test } from "bun:test";
import { en } from "../../../src/locale/en.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";

function welcome(...rooms: readonly string[]): object {
  return { ...acceptedV2, token: "t", rooms: rooms.map((room) => ({ room, topic: "", seq: 0 })) };
}

function inRooms(...rooms: readonly string[]): ScriptedSession {
  const session = scriptSession();
  session.arrive(welcome(...rooms));
  return session;
}

test.each([
  ["nothing", "not_in_room", []],
  ["what else is wrong", "storage", ["show refused storage"]],
])("receive says %s when a room was left with the line that broke", (_, code, shown) => {
  const session = inRooms("lobby", "tea");
  session.submit("/leave tea");
  session.lose();
  session.fire("retry");
  session.open();
  session.hear(welcome("lobby"));
  expect(session.hear({ type: "error", code, room: "tea", msg: "", key: "k-1" })).toEqual(shown);
});

test("receive says that one was not in the room one left", () => {
  const session = inRooms("lobby");
  session.submit("/leave tea");
  const refusal = { type: "error", code: "not_in_room", room: "tea", msg: "", key: "k-1" };
  expect(session.hear(refusal).join()).toContain("show refused");
});

test.each(["too_many_faults", "login_timeout", "frame_timeout", "server_full", "shutting_down"] as const)(
  "receive takes %s for the reason why the server hangs up, and refuses nothing because of it",
  (code) => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    expect(session.hear({ type: "error", code, msg: "in the server's words" })).toEqual([]);
    const [offline = ""] = session.lose();
    expect(offline).toStartWith("show offline 250 ");
    expect(offline).not.toContain(en.client.connectionLost);
  },
);
