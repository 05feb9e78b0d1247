/** What the face knows of rooms and people. */
import { expect, test } from "bun:test";
import type { Happening } from "../../../src/client/face.ts";
import type { Presence } from "../../../src/client/terminal/presence.ts";
import { attend, memberCount, nowhere, withNicknames } from "../../../src/client/terminal/presence.ts";
import { message } from "./harness.ts";

const online: Happening = { type: "link", link: { state: "online", nickname: "alice", server: "home" } };
const old: Happening = {
  type: "link",
  link: { state: "online", nickname: "alice", server: "home", memory: "none" },
};

function after(...happenings: readonly Happening[]): Presence {
  return happenings.reduce(attend, nowhere);
}

function notice(event: "join" | "leave", nickname: string): Happening {
  return { type: "notice", event, room: "lobby", nickname, topic: "", time: 0 };
}

const listed: Happening = { type: "members", room: "lobby", nicknames: ["alice", "bob"] };
const garden: Happening = { type: "room", room: "garden", topic: "" };

test.each([
  ["is not known at first", withNicknames(nowhere, []), 1],
  ["counts oneself", withNicknames(after(online), ["bob", "carl"]), 3],
  ["is not known to an old server", withNicknames(after(old), ["bob"]), undefined],
  ["is not known where people of two rooms mix", withNicknames(after(online, garden), ["bob"]), undefined],
  ["is what was listed", after(online, listed), 2],
  ["follows who comes and goes", after(online, listed, notice("join", "eve"), notice("leave", "bob")), 2],
  ["counts nobody twice", after(online, listed, notice("join", "bob")), 2],
  ["is of the room one is in", after(online, listed, garden), undefined],
  [
    "is not known after the line was lost",
    after(online, listed, { type: "link", link: { state: "connecting" } }),
    undefined,
  ],
])("memberCount %s", (_name, presence, count) => {
  expect(memberCount(presence)).toBe(count);
});

test("attend knows the rooms one is in, and those one has heard of", () => {
  const rooms = [{ room: "cellar", members: 1, topic: "" }];
  const presence = after(garden, message("bob", "hi", { room: "attic" }), { type: "rooms", rooms });
  expect(presence.rooms).toEqual(["lobby", "garden", "attic", "cellar"]);
  expect(presence.entered).toEqual(["lobby", "garden", "attic"]);
  expect(attend(presence, { type: "left", room: "garden" }).entered).toEqual(["lobby", "attic"]);
});

test("attend changes nothing for a message in a known room", () => {
  expect(attend(nowhere, message("bob", "hi"))).toBe(nowhere);
});
