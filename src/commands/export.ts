/**
 * `chat export`: writes what a data folder holds, as JSON Lines. Turns flags into the server's options; must not know how
 * messages are stored.
 */
import { once } from "node:events";
import { portDefault } from "../protocol/limits.ts";
import { StoreError } from "../base/store-error.ts";
import { exportLines } from "../server/export.ts";
import type { Output } from "../base/streams.ts";
import type { Command, Context, Given } from "./command.ts";
import { exitCodes } from "./command.ts";
import { portFlag, switchFlag } from "./flag.ts";
import { exportRoomFlag, languageFlag } from "./place.ts";
import { dataFlag, roomFolder, storeSentence } from "./store.ts";

const flags = {
  data: dataFlag,
  port: portFlag({ name: "port", text: "port", fallback: portDefault }),
  room: exportRoomFlag,
  private: switchFlag({ name: "private", text: "private" }),
  language: languageFlag,
};

export const exportCommand: Command = {
  name: "export",
  summary: (usage) => usage.export,
  positionals: [],
  flags: Object.values(flags),
  note: (usage) => usage.exportNote,
  run: exportLog,
};

async function exportLog(given: Given, context: Context): Promise<number> {
  const { environment, catalogue, stdout, stderr, signal } = context;
  const room = given.get(flags.room);
  try {
    const folder = given.get(flags.data) ?? roomFolder(environment, given.get(flags.port));
    const lines = exportLines({ folder, room, mailboxes: given.get(flags.private) });
    if (lines !== undefined) return await writeAll(lines, stdout, signal);
    stderr.write(`${catalogue.pipe.noSuchRoom(room ?? "")}\n`);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    stderr.write(`${storeSentence(error, catalogue)}\n`);
  }
  return exitCodes.failed;
}

/** No faster than they are taken, and no longer than they are wanted. An export that was cut short is not one. */
async function writeAll(lines: Iterable<string>, stdout: Output, signal: AbortSignal): Promise<number> {
  for (const block of lines) {
    if (signal.aborted) return exitCodes.failed;
    if (!stdout.write(block)) await drained(stdout, signal);
  }
  return exitCodes.done;
}

async function drained(stdout: Output, signal: AbortSignal): Promise<void> {
  try {
    await once(stdout, "drain", { signal });
  } catch (error) {
    // Whoever read on is gone, or the program shall end: the loop sees it.
    if (!signal.aborted) throw error;
  }
}
