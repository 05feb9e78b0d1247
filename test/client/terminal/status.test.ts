/** The row above the input. */
import { expect, test } from "bun:test";
import type { Happening } from "../../../src/client/face.ts";
import { attend, nowhere, withNicknames } from "../../../src/client/terminal/presence.ts";
import { statusFor } from "../../../src/client/terminal/status.ts";
import { en } from "../../../src/locale/en.ts";

const online: Happening = { type: "link", link: { state: "online", nickname: "alice", server: "home" } };
const words = { catalogue: en, address: "localhost:1" };
const space = { columns: 80, rows: 24, secondsLeft: 3 };
const here = withNicknames(attend(nowhere, online), ["bob"]);
const crowd = Array.from({ length: 300 }, (_, at) => `user${at}`);

test.each([
  ["nothing before there is a line", nowhere, undefined],
  ["where one is, among how many", here, "lobby · 2 here"],
  ["about how many where it is crowded", withNicknames(here, crowd), "lobby · ~301 here"],
  ["what waits", attend(here, { type: "pending", texts: ["a", "b"] }), "lobby · 2 here · 2 waiting"],
  [
    "that much waits",
    attend(here, { type: "pending", texts: ["a", "b", "c", "d", "e"] }),
    "lobby · 2 here · 5+ waiting",
  ],
  ["another room, cleaned", attend(here, { type: "room", room: "gar\x1b[2Jden\n", topic: "" }), "garden "],
  [
    "a line that comes",
    attend(here, { type: "link", link: { state: "connecting" } }),
    "Connecting to localhost:1 …",
  ],
  [
    "a line that is lost",
    attend(here, { type: "link", link: { state: "offline", reason: "Gone.", retryInMs: 1 } }),
    "Gone. Trying again in 3 s; go on typing.",
  ],
])("statusFor says %s", (_name, presence, text) => {
  expect(statusFor(presence, space, words)).toBe(text);
});

test.each([
  [39, 24],
  [80, 9],
])("statusFor leaves out what is not urgent in %i columns and %i rows", (columns, rows) => {
  expect(statusFor(here, { ...space, columns, rows }, words)).toBeUndefined();
  const connecting = attend(here, { type: "link", link: { state: "connecting" } });
  expect(statusFor(connecting, { ...space, columns, rows }, words)).toBeDefined();
});
