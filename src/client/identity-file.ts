/**
 * What a client remembers of who it was in a room, on disk: one small file for each server and nickname. Must not know
 * what a token is for.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { foldNickname } from "../protocol/nickname.ts";
import type { Remembered } from "./session-state.ts";

export interface IdentityFile {
  readonly path: string;
  /** What was kept last; undefined when there is nothing that can be read. */
  readonly read: () => Remembered | undefined;
  /** Takes the place of what was kept. A disk that refuses costs no more than being a stranger next time. */
  readonly write: (remembered: Remembered) => void;
}

/** @param folder from `stateFolder` */
export function identityFile(folder: string, address: string, nickname: string): IdentityFile {
  const path = join(folder, "identities", fileName(address), `${fileName(foldNickname(nickname))}.json`);
  return {
    path,
    read: () => readRemembered(path),
    write: (remembered) => writeWhole(path, JSON.stringify(remembered)),
  };
}

/** A text as a name that every file system takes; a long one (they end at 255 bytes) by its digest. */
function fileName(text: string): string {
  const name = encodeURIComponent(text).replaceAll("*", "%2A");
  return name.length <= fileNameUnitsMax ? name : new Bun.CryptoHasher("sha256", text).digest("hex");
}

const fileNameUnitsMax = 200;

const schema = v.object({
  token: v.string(),
  mailboxSeq: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

function readRemembered(path: string): Remembered | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** Never half of it, and readable for its owner alone: a token is as good as a password. */
function writeWhole(path: string, text: string): void {
  const fresh = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(fresh, text, { mode: 0o600 });
    renameSync(fresh, path);
  } catch {
    // Documented above: the room works without.
  }
}
