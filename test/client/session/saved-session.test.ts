/** When what the next run needs is saved, and what of it. */
import { describe, expect, test } from "bun:test";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";

/** Somebody who comes back into rooms whose newest entries are these, and who has seen others in the last run. */
function comeBack(...rooms: readonly (readonly [room: string, seq: number])[]) {
  const seen = new Map([
    ["lobby", 7],
    ["tea", 40],
  ]);
  const restore = () => ({ ...emptySavedSession, token: "t", mailboxSeq: 3, rooms: seen });
  const session: ScriptedSession = scriptSession({ returns: true, backlog: 20, restore });
  session.happen({ type: "started" });
  session.open();
  const answer = rooms.map(([room, seq]) => ({ room, topic: "", seq }));
  return { session, effects: session.hear({ ...acceptedV2, token: "t", resumed: true, rooms: answer }) };
}

const saves = (effects: readonly string[]): readonly string[] =>
  effects.filter((effect) => effect.startsWith("save"));

describe("step", () => {
  test("saves what calls in a conversation as soon as that is chosen, and not again", () => {
    const { session } = comeBack(["lobby", 7]);
    expect(saves(session.submit("/notify off"))).toHaveLength(1);
    expect(saves(session.submit("/notify off"))).toEqual([]);
    expect(saves(session.submit("/notify all"))).toHaveLength(1);
  });

  test("saves a room where nothing is any more as one where nothing was missed", () => {
    const [saved = ""] = saves(comeBack(["lobby", 7], ["tea", 0]).effects);
    expect(saved).toContain(" tea:0");
  });
});
