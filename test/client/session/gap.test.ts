/** Messages that the server will never send. */
import { describe, expect, test } from "bun:test";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";

const gap = (why: "deleted" | "branch" | "server", from: number, to: number, room?: string) =>
  ({ type: "gap", room, from, to, why }) as const;
const entry = (seq: number, msg: string) =>
  ({ type: "broadcast", room: "lobby", seq, time: 5, from: "bob", msg }) as const;
const inLobby = (fields: object = {}) => ({
  ...acceptedV2,
  token: "t",
  resumed: true,
  rooms: [{ room: "lobby", topic: "", seq: 8 }],
  ...fields,
});

function arrived(fields: object = {}): ScriptedSession {
  const session = scriptSession();
  session.arrive(inLobby({ ...fields, resumed: false }));
  return session;
}

/** The login after the line was lost. */
function comeBack(session: ScriptedSession): string {
  session.lose();
  session.fire("retry");
  return session.open().join();
}

describe("step, of a gap", () => {
  test.each([
    [gap("deleted", 9, 12, "lobby"), 12],
    [gap("server", 1, 12, "lobby"), 12],
    [gap("branch", 6, 8, "lobby"), 5],
  ])("shows it, and reads on where it ends, or from where the log branched: %j", (told, cursor) => {
    const session = arrived();
    const { from, to, why } = told;
    expect(session.hear(told)).toEqual([`show gap in lobby: ${from} to ${to}, ${why}`]);
    expect(session.hear(entry(cursor, "before"))).toEqual([]);
    expect(session.hear(entry(cursor + 1, "after"))).toEqual(["show bob: after"]);
    expect(session.hear(entry(cursor + 1, "after"))).toEqual([]);
  });

  test.each([
    [100, undefined],
    [0, undefined],
    [100, gap("server", 1, 100)],
  ])("reads private messages on from the newest one of a server with other logs: %i, %j", (mailbox, told) => {
    const restore = () => ({ ...emptySavedSession, token: "t", mailboxSeq: 5_000 });
    const session = scriptSession({ restore });
    session.happen({ type: "started" });
    session.open();
    session.hear(inLobby({ mailbox, epochs: [["x", 1]] }));
    if (told !== undefined) session.hear(told);
    const psst = { type: "single", seq: mailbox + 1, time: 5, from: "bob", to: "alice", msg: "psst" };
    expect(session.hear(psst).join()).toContain("psst");
  });

  test("shows one among the private messages", () => {
    const session = arrived();
    expect(session.hear(gap("deleted", 1, 2))).toEqual([
      "show gap in private messages: 1 to 2, deleted",
      "save alice t @2",
    ]);
  });

  test("drops one of a room that it is not in", () => {
    const session = arrived();
    expect(session.hear(gap("deleted", 1, 2, "tea"))).toEqual(["show broken 1"]);
  });
});

describe("step, of epochs", () => {
  const [a1, b5] = [
    ["a", 1],
    ["b", 5],
  ] as const;

  test("names those of the last answer at the next login, and none where the server has none", () => {
    const session = arrived({ epochs: [a1, b5] });
    expect(comeBack(session)).toContain(`"epochs":[["a",1],["b",5]]`);
    session.hear(inLobby({ epochs: [] }));
    expect(comeBack(session)).not.toContain("epochs");
  });

  test("keeps them for the next run, and names them with its cursors", () => {
    const restore = () => ({
      ...emptySavedSession,
      token: "old",
      mailboxSeq: 3,
      epochs: [{ id: "a", first: 1 }],
    });
    const session = scriptSession({ restore });
    session.happen({ type: "started" });
    expect(session.open().join()).toContain(`"after":{"@":3},"epochs":[["a",1]]`);
  });

  test.each([
    ["among", [a1, b5], true],
    ["not among", [b5], false],
  ] as const)(
    "says what is new since the last run only where its epoch is %s the server's",
    (_, epochs, tells) => {
      const saved = {
        ...emptySavedSession,
        token: "old",
        epochs: [{ id: "a", first: 1 }],
        rooms: new Map([["lobby", 4]]),
      };
      const session = scriptSession({ restore: () => saved, returns: true, backlog: 20 });
      session.happen({ type: "started" });
      session.open();
      session.hear(inLobby({ token: "old", epochs }));
      const past = { type: "history", room: "lobby", entries: [], key: "k-1" } as const;
      expect(session.hear({ ...past, entries: [entry(8, "new")] }).join()).toMatch(
        tells ? /seen 4/ : /^(?!.*seen)/,
      );
    },
  );
});
