/** The rules for the names of rooms. */
import type { Result } from "./faults.ts";
import { failure, success } from "./faults.ts";
import { nicknameGraphemesMax } from "./limits.ts";
import { foldNickname, parseNickname } from "./nickname.ts";

/**
 * A room's name as it is used everywhere, or what is wrong with it: as a nickname, without case, and without the `#`
 * that people may put in front. `@` in front is for mailboxes, `/` for commands.
 */
export function parseRoom(raw: string): Result<string> {
  const name = parseNickname(raw.replace(/^#/, ""));
  // Folding makes an `@` of a full-width one and spaces of some accents: the rules hold for what comes out.
  const folded = name.ok ? parseNickname(foldNickname(name.value)) : name;
  if (!folded.ok || /^[@/#]/.test(folded.value))
    return failure({ code: "room_name", graphemesMax: nicknameGraphemesMax });
  return success(folded.value);
}
