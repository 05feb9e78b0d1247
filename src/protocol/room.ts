/** The rules for room names. */
import type { Result } from "./faults.ts";
import { failure, success } from "./faults.ts";
import { nicknameGraphemesMax } from "./limits.ts";
import { foldNickname, parseNickname } from "./nickname.ts";

/**
 * The canonical name of a room, or what is wrong with it: a valid nickname, folded, without the optional leading `#`.
 * A leading `@` is reserved for mailboxes, `/` for commands.
 */
export function parseRoom(raw: string): Result<string> {
  const name = parseNickname(raw.replace(/^#/, ""));
  // Folding turns a full-width @ into an ASCII one and some accents into spaces, so the result is checked again.
  const folded = name.ok ? parseNickname(foldNickname(name.value)) : name;
  if (!folded.ok || /^[@/#]/.test(folded.value))
    return failure({ code: "room_name", graphemesMax: nicknameGraphemesMax });
  return success(folded.value);
}
