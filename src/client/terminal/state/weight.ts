/** How much text there is in what is printed: what a frame costs, and the memory that waiting takes. Pure. */
import { lineOverheadUnits } from "../../limits.ts";
import { assertNever } from "../../../base/assert-never.ts";
import type { Link } from "../../shown-event.ts";
import type { Printed } from "./printing.ts";

/** In UTF-16 units, with something for each line's lead. */
export function weightOf(printed: Printed): number {
  switch (printed.type) {
    case "message":
      return weightOfTexts(printed.from, printed.to, printed.text);
    case "said":
      return weightOfTexts(printed.text);
    case "past":
      return printed.messages.reduce((sum, message) => sum + weightOf(message), lineOverheadUnits);
    case "refused":
      return weightOfTexts(printed.text, printed.returned?.text);
    case "notice":
      return weightOfTexts(printed.nickname, printed.topic, printed.to);
    case "members":
      return printed.members.reduce(
        (sum, { nickname, text }) => sum + weightOfTexts(nickname, text),
        lineOverheadUnits,
      );
    case "rooms":
      return printed.rooms.reduce(
        (sum, { room, topic }) => sum + weightOfTexts(room, topic),
        lineOverheadUnits,
      );
    case "whois":
      return weightOfTexts(printed.nickname, printed.text, ...printed.rooms);
    case "hidden":
      return weightOfTexts(...printed.nicknames);
    case "pending":
      return weightOfTexts(...printed.waiting.map(({ text }) => text));
    case "topic":
      return weightOfTexts(printed.room, printed.topic);
    case "away":
      return weightOfTexts(printed.text);
    case "renamed":
      return weightOfTexts(printed.nickname);
    case "link":
      return weightOfLink(printed.link);
    default:
      return weightOfPlace(printed);
  }
}

type Named = Extract<
  Printed,
  {
    type:
      | "here"
      | "welcome"
      | "moved"
      | "left"
      | "notify"
      | "typing"
      | "broken"
      | "gap"
      | "delayed"
      | "ignoring"
      | "leftOut"
      | "unseen"
      | "clear"
      | "edit";
  }
>;

/** What has no more text than a conversation's name and its topic. */
function weightOfPlace(printed: Named): number {
  switch (printed.type) {
    case "here":
    case "welcome":
    case "moved":
      return weightOfTexts(printed.conversation, printed.topic);
    case "left":
    case "notify":
    case "typing":
      return weightOfTexts(printed.conversation);
    case "gap":
      return weightOfTexts(printed.conversation);
    case "broken":
    case "delayed":
    case "ignoring":
    case "leftOut":
    case "unseen":
    case "clear":
    case "edit":
      return lineOverheadUnits;
    default:
      return assertNever(printed);
  }
}

function weightOfLink(link: Link): number {
  switch (link.state) {
    case "connecting":
      return lineOverheadUnits;
    case "online":
      return weightOfTexts(link.nickname, link.server);
    case "offline":
      return weightOfTexts(link.reason);
    default:
      return assertNever(link);
  }
}

/** One line with all of these. */
function weightOfTexts(...texts: readonly (string | undefined)[]): number {
  return texts.reduce((sum, text = "") => sum + text.length, lineOverheadUnits);
}

/** The last of these, at most `countMax` of at most `unitsMax` together; of any there are, one at least. */
export function lastWithin<Item>(
  items: readonly Item[],
  { countMax, unitsMax }: { readonly countMax: number; readonly unitsMax: number },
  weigh: (item: Item) => number,
): readonly Item[] {
  let units = 0;
  let start = items.length;
  while (start > 0 && items.length - start < countMax) {
    const item = items[start - 1];
    if (item === undefined) break;
    units += weigh(item);
    if (units > unitsMax && start < items.length) break;
    start -= 1;
  }
  return items.slice(start);
}
