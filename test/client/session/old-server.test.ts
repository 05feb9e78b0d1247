/** What a person wrote for other rooms than an old server has: it waits until there is a server that has them. */
import { expect, test } from "bun:test";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";
import { en } from "../../../src/locale/en.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedClassic, acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const rooms = ["lobby", "tea"].map((room) => ({ room, topic: "", seq: 0 }));
const accepted = { ...acceptedV2, token: "t", resumed: true, rooms };

/** A person in tea wrote this while there was no connection, and now an old server answers. */
function atOldServer(...texts: readonly string[]): { session: ScriptedSession; effects: readonly string[] } {
  const session = scriptSession({ returns: true });
  session.arrive(accepted);
  session.submit("/join tea");
  session.lose();
  for (const text of texts) session.submit(text);
  return { session, effects: comeBack(session, acceptedClassic) };
}

function comeBack(session: ScriptedSession, answer: object): readonly string[] {
  session.fire("retry");
  session.open();
  return session.hear(answer);
}

test("comeIntoOld keeps what a person wrote for a room, on disk too, and refuses commands", () => {
  const { effects } = atOldServer("for tea alone", "and this", "/rooms");
  expect(effects.filter((effect) => effect.startsWith("show refused"))).toEqual([
    `show refused  ${en.client.oldServer}`,
  ]);
  expect(effects).toContain(`show said ${en.client.oldServer} ${en.client.waitForRooms(2)}`);
  expect(effects.filter((effect) => /^(send|journal)/.test(effect))).toEqual([]);
});

test("what comeIntoOld kept is sent, once, where its room is again", () => {
  const { session } = atOldServer("for tea alone", "and this");
  session.lose();
  const again = comeBack(session, accepted).join("");
  const said = (msg: string, key: string): string =>
    JSON.stringify({ type: "broadcast", room: "tea", msg, key });
  expect(again).toContain(`${said("for tea alone", "k-1")}\n${said("and this", "k-2")}\n`);
  const own = {
    type: "broadcast",
    room: "tea",
    seq: 1,
    time: 5,
    from: "alice",
    msg: "for tea alone",
    key: "k-1",
  };
  expect(session.hear(own)).toContain("journal , k-1");
});

test("what comeIntoOld kept counts as not sent, where the disk may not have it", () => {
  const { session } = atOldServer("for tea alone");
  expect(session.submit("/quit").at(-1)).toBe("end as wished refused 0 unsent 1");
});

test("comeIntoOld refuses no joining that nobody asked for", () => {
  const unsent = [{ type: "broadcast", room: "tea", text: "left", key: "old-1" }] as const;
  const session = scriptSession({ returns: true, restore: () => ({ ...emptySavedSession, unsent }) });
  session.happen({ type: "started" });
  session.open();
  expect(session.hear(acceptedClassic).filter((effect) => /send|refused|journal/.test(effect))).toEqual([]);
});
