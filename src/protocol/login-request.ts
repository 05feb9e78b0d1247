/** Applies the rules for a login that a schema cannot express. */
import type { ClientCapability } from "./capabilities.ts";
import { clientCapabilities } from "./capabilities.ts";
import type { Result } from "./faults.ts";
import { success } from "./faults.ts";
import { parseNickname } from "./nickname.ts";
import type { RawRequest } from "./request-schema.ts";
import type { Cursors, Request } from "./requests.ts";
import { mailboxCursor } from "./entry.ts";
import { parseRoom } from "./room.ts";

export function loginOf(raw: Extract<RawRequest, { type: "login" }>): Result<Request> {
  const { type, token, quiet, typing, key } = raw;
  const nickname = parseNickname(raw.msg);
  if (!nickname.ok) return nickname;
  return success({
    type,
    nickname: nickname.value,
    version: raw.v === 2 ? 2 : 1,
    token,
    after: raw.after === undefined ? undefined : cursorsOf(raw.after),
    epochs: raw.epochs?.map(([id, first]) => ({ id, first })),
    joining: raw.joining === undefined ? undefined : roomsOf(raw.joining),
    quiet,
    typing,
    can: raw.can === undefined ? undefined : capabilitiesOf(raw.can),
    key,
  });
}

/** Drops cursors with invalid names: there can be no such room. */
function cursorsOf(after: ReadonlyMap<string, number>): Cursors {
  const cursors = new Map<string, number>();
  for (const [name, seq] of after) {
    const room = name === mailboxCursor ? success(mailboxCursor) : parseRoom(name);
    if (room.ok) cursors.set(room.value, seq);
  }
  return cursors;
}

function capabilitiesOf(names: readonly string[]): ReadonlySet<ClientCapability> {
  return new Set(clientCapabilities.filter((known) => names.includes(known)));
}

/** Drops invalid names. */
function roomsOf(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const room = parseRoom(name);
    return room.ok ? [room.value] : [];
  });
}
