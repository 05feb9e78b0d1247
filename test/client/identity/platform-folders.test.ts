/** Where files are kept when nobody said where, as each platform has it. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { configFolder, dataFolder, stateFolder } from "../../../src/client/identity/platform-folders.ts";

test.each([
  ["linux", { HOME: "/h" }, "/h/.local/state/chat"],
  ["linux", { HOME: "/h", XDG_STATE_HOME: "/s" }, "/s/chat"],
  ["linux", { HOME: "/h", XDG_STATE_HOME: "relative" }, "/h/.local/state/chat"],
  ["linux", { HOME: "/h", XDG_STATE_HOME: "" }, "/h/.local/state/chat"],
  ["darwin", { HOME: "/h" }, "/h/Library/Application Support/chat"],
] as const)("stateFolder on %s with %j", (platform, environment, folder) => {
  expect(stateFolder(environment, platform)).toBe(folder);
});

test.each([
  ["linux", { HOME: "/h" }, "/h/.local/share/chat"],
  ["linux", { HOME: "/h", XDG_DATA_HOME: "/s" }, "/s/chat"],
  ["linux", { HOME: "/h", XDG_DATA_HOME: "relative" }, "/h/.local/share/chat"],
  ["linux", { HOME: "/h", XDG_DATA_HOME: "" }, "/h/.local/share/chat"],
  ["darwin", { HOME: "/h" }, "/h/Library/Application Support/chat"],
] as const)("dataFolder on %s with %j", (platform, environment, folder) => {
  expect(dataFolder(environment, platform)).toBe(folder);
});

test.each([
  ["linux", { HOME: "/h" }, "/h/.config/chat"],
  ["linux", { HOME: "/h", XDG_CONFIG_HOME: "/s" }, "/s/chat"],
  ["linux", { HOME: "/h", XDG_CONFIG_HOME: "relative" }, "/h/.config/chat"],
  ["darwin", { HOME: "/h" }, "/h/Library/Application Support/chat"],
  ["win32", { HOME: "/h", APPDATA: "/roaming", LOCALAPPDATA: "/local" }, join("/roaming", "chat")],
] as const)("configFolder on %s with %j", (platform, environment, folder) => {
  expect(configFolder(environment, platform)).toBe(folder);
});
