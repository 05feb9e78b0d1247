/** What a client remembers of who it was at a server, on disk: one small file for each server and nickname. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { portMax } from "../../base/limits.ts";
import { fileNameUnitsMax } from "../limits.ts";
import { epochIdCharacters, epochsToldMax, roomsPerSessionMax } from "../../protocol/limits.ts";
import { foldNickname } from "../../protocol/nickname.ts";
import { notifyLevels } from "../../base/notify-level.ts";
import type { SavedSession } from "../session/saved-session.ts";
import { writeAtomically } from "../atomic-write.ts";

/** Where somebody was, and as whom. */
export interface RecentServer {
  readonly host: string;
  readonly port: number;
  /** As it was written. */
  readonly nickname: string;
  /** When the last run came in: milliseconds since 1970, UTC. */
  readonly joinedAt: number;
}

export interface IdentityFile {
  readonly path: string;
  /** What was kept last; undefined when there is nothing that can be read. */
  readonly read: () => SavedSession | undefined;
  /** Replaces what was saved. A disk that refuses costs no more than being a stranger next time. */
  readonly write: (saved: SavedSession, server: RecentServer) => void;
}

/** @param folder from `stateFolder` */
export function identityFile(folder: string, address: string, nickname: string): IdentityFile {
  const path = join(folder, identities, fileName(address), `${fileName(foldNickname(nickname))}.json`);
  return {
    path,
    read: () => readFile(path)?.saved,
    write: (saved, server) => keep(path, `${JSON.stringify(rawOf(saved, server))}\n`),
  };
}

/** The servers of all identity files in a folder, in no order; files that name none are left out. */
export function serversIn(folder: string): readonly RecentServer[] {
  try {
    const names = readdirSync(join(folder, identities), { recursive: true, encoding: "utf8" });
    const files = names.filter((name) => name.endsWith(".json"));
    return files.flatMap((name) => readFile(join(folder, identities, name))?.server ?? []);
  } catch {
    return [];
  }
}

const identities = "identities";

/** A text as a name that every file system takes; a long one (they end at 255 bytes) by its digest. */
function fileName(text: string): string {
  const name = encodeURIComponent(text).replaceAll("*", "%2A");
  return name.length <= fileNameUnitsMax ? name : new Bun.CryptoHasher("sha256", text).digest("hex");
}

const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What older versions did not keep may be missing. Maps are lists of pairs, since a room may have any name. */
const schema = v.object({
  token: v.optional(v.string()),
  mailboxSeq: seq,
  rooms: v.optional(v.array(v.tuple([v.string(), seq])), []),
  epochs: v.optional(
    v.pipe(
      v.array(v.tuple([v.pipe(v.string(), v.maxLength(epochIdCharacters)), seq])),
      v.maxLength(epochsToldMax),
    ),
    [],
  ),
  ignored: v.optional(v.array(v.string()), []),
  notify: v.optional(v.array(v.tuple([v.string(), v.picklist(notifyLevels)])), []),
  place: v.optional(
    v.object({
      host: v.string(),
      port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(portMax)),
      nickname: v.string(),
      joinedAt: v.number(),
    }),
  ),
});

type Raw = v.InferOutput<typeof schema>;

function rawOf(
  { token, mailboxSeq, rooms, epochs, hidden, notify }: SavedSession,
  server: RecentServer,
): Raw {
  return {
    token,
    mailboxSeq,
    rooms: [...rooms],
    epochs: epochs.map(({ id, first }): [string, number] => [id, first]),
    ignored: [...hidden],
    notify: [...notify],
    place: server,
  };
}

function readFile(
  path: string,
): { readonly saved: SavedSession; readonly server: RecentServer | undefined } | undefined {
  try {
    const {
      place: server,
      token,
      mailboxSeq,
      rooms,
      epochs: told,
      ignored,
      notify,
    } = v.parse(schema, JSON.parse(readFileSync(path, "utf8")));
    const entered = new Map(rooms.slice(0, roomsPerSessionMax));
    const epochs = told.map(([id, first]) => ({ id, first }));
    const saved = { token, mailboxSeq, rooms: entered, epochs, hidden: ignored, notify: new Map(notify) };
    return { saved, server };
  } catch {
    return undefined;
  }
}

function keep(path: string, text: string): void {
  try {
    writeAtomically(path, text);
  } catch {
    // Documented above: the room works without.
  }
}
