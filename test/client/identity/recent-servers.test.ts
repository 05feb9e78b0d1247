/** The places of before: in the order of the last time, as far as they can be read. */
import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressText } from "../../../src/client/address-text.ts";
import { identityFile } from "../../../src/client/identity/identity-file.ts";
import { lastNickname, recentServers } from "../../../src/client/identity/recent-servers.ts";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";

const folder = mkdtempSync(join(tmpdir(), "chat-places-"));
const places = [
  { host: "example.org", port: 5000, nickname: "Ann", joinedAt: 2 },
  { host: "::1", port: 1, nickname: "小明", joinedAt: 3 },
  { host: "example.org", port: 5000, nickname: "bea", joinedAt: 1 },
];
for (const place of places)
  identityFile(folder, addressText(place.host, place.port), place.nickname).write(emptySavedSession, place);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("recentPlaces has the place of the last time first, with the nickname as it was written", () => {
  expect(recentServers(folder).map(({ nickname }) => nickname)).toEqual(["小明", "Ann", "bea"]);
  expect(recentServers(join(folder, "none"))).toEqual([]);
});

test.each([
  [{ host: "example.org", port: 5000 }, "Ann"],
  [{ host: "::1", port: 1 }, "小明"],
  [{ host: "example.org", port: 1 }, undefined],
] as const)("lastNickname at %j is %j", (place, nickname) => {
  expect(lastNickname(folder, place)).toBe(nickname);
});
