/** What the face knows of the reader. */
import { expect, test } from "bun:test";
import type { ShownEvent } from "../../../../src/client/shown-event.ts";
import { knownRoomsMax } from "../../../../src/client/limits.ts";
import { initialPresence, presenceAfter } from "../../../../src/client/terminal/state/presence.ts";
import { message } from "../harness.ts";

const online: ShownEvent = { type: "link", link: { state: "online", nickname: "alice", server: "home" } };

test("presenceAfter knows one's nickname, also while the line is lost and after it changed", () => {
  const lost = presenceAfter(presenceAfter(initialPresence, online), {
    type: "link",
    link: { state: "connecting" },
  });
  expect([lost.nickname, lost.link?.state]).toEqual(["alice", "connecting"]);
  expect(presenceAfter(lost, { type: "renamed", nickname: "al" }).nickname).toBe("al");
});

test("presenceAfter knows whether one is away, and what is not sent", () => {
  const away = presenceAfter(initialPresence, { type: "away", away: true, text: "lunch" });
  expect([away.away, presenceAfter(away, { type: "away", away: false, text: "" }).away]).toEqual([
    true,
    false,
  ]);
  const waiting = [{ kind: "message", text: "hi" } as const, { kind: "command", text: "/ls" } as const];
  expect(presenceAfter(away, { type: "pending", waiting }).pending).toEqual(["hi", "/ls"]);
});

test("presenceAfter knows the rooms one has heard of, and no private conversations", () => {
  const presence = [
    { type: "here", conversation: "garden", topic: "" },
    { type: "here", conversation: "@bob", topic: "" },
    message("bob", "hi", { room: "attic" }),
    message("bob", "hi", { room: "lobby", to: "alice" }),
    { type: "rooms", rooms: [{ room: "cellar", members: 1, topic: "" }] },
  ] as const;
  expect(presence.reduce(presenceAfter, initialPresence).rooms).toEqual([
    "lobby",
    "garden",
    "attic",
    "cellar",
  ]);
});

test("presenceAfter changes nothing for a message in a known room", () => {
  expect(presenceAfter(initialPresence, message("bob", "hi"))).toBe(initialPresence);
});

test("presenceAfter forgets the rooms that were heard of first when there are too many", () => {
  const rooms = Array.from({ length: knownRoomsMax }, (_, index) => {
    return { room: `room${index}`, members: 1, topic: "" };
  });
  const known = presenceAfter(initialPresence, { type: "rooms", rooms }).rooms;
  expect(known).toEqual(rooms.map(({ room }) => room));
  const next = message("bob", "hi", { room: "next" });
  expect(presenceAfter({ ...initialPresence, rooms: known }, next).rooms).toEqual([
    ...known.slice(1),
    "next",
  ]);
});
