/** How old a message is that is sent late, and what becomes of one that is too old for its key to be known. */
import { expect, test } from "bun:test";
import { ageToldMsMin } from "../../../src/client/limits.ts";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const inLobby = (epochs: readonly unknown[]) => ({
  ...acceptedV2,
  token: "t",
  epochs,
  rooms: [{ room: "lobby", topic: "", seq: 0 }],
});
const epochs = [["a", 1]] as const;

/** When a scripted session begins. */
const now = 1_000_000;

function sentBroadcasts(effects: readonly string[]): readonly unknown[] {
  return effects
    .filter((effect) => effect.startsWith("send"))
    .flatMap((effect) => effect.replace("send ", "").trim().split("\n"))
    .filter((line) => line.includes('"broadcast"'))
    .map((line): unknown => JSON.parse(line));
}

test.each([
  [ageToldMsMin - 1, epochs, undefined],
  [ageToldMsMin, epochs, ageToldMsMin],
  [ageToldMsMin, [], undefined],
] as const)(
  "step tells how old a message is that waited for %i ms, to a server with epochs %j: %p",
  (waited, known, age) => {
    const session = scriptSession();
    session.arrive(inLobby(known));
    expect(sentBroadcasts(session.submit("hello"))).toEqual([
      { type: "broadcast", msg: "hello", key: "k-1" },
    ]);
    session.lose();
    session.pass(waited);
    session.fire("retry");
    session.open();
    const again = { type: "broadcast", msg: "hello", key: "k-1" };
    expect(sentBroadcasts(session.hear({ ...inLobby(known), resumed: true }))).toEqual([
      age === undefined ? again : { ...again, age },
    ]);
  },
);

test("step tells it of a message of the last run", () => {
  const unsent = [
    { type: "broadcast", room: "lobby", text: "hello", key: "old", writtenAt: now - ageToldMsMin },
  ] as const;
  const session = scriptSession({ restore: () => ({ ...emptySavedSession, unsent }), returns: true });
  session.happen({ type: "started" });
  session.open();
  expect(sentBroadcasts(session.hear(inLobby(epochs)))).toEqual([
    { type: "broadcast", msg: "hello", age: ageToldMsMin, key: "old" },
  ]);
});

test("step tells no age of a message that comes from the future", () => {
  const unsent = [
    { type: "broadcast", room: "lobby", text: "hello", key: "old", writtenAt: now + ageToldMsMin },
  ] as const;
  const session = scriptSession({ restore: () => ({ ...emptySavedSession, unsent }), returns: true });
  session.happen({ type: "started" });
  session.open();
  expect(sentBroadcasts(session.hear(inLobby(epochs)))).toEqual([
    { type: "broadcast", msg: "hello", key: "old" },
  ]);
});

test("step gives back a message that is too old for its key to be known", () => {
  const session = scriptSession();
  session.arrive(inLobby(epochs));
  session.submit("hello");
  expect(session.refusals({ type: "error", code: "key_too_old", msg: "", key: "k-1" })).toMatchObject([
    { fault: { code: "key_too_old" }, returned: { conversation: "lobby", text: "hello" } },
  ]);
  expect(session.state.outbox.waiting.size + session.state.outbox.underWay.size).toBe(0);
});
