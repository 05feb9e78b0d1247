/**
 * How much text there is in what is printed: what a frame costs, and the memory that waiting takes. Pure. Must not know how
 * it looks.
 */
import type { Printed } from "../state/printing.ts";

/** In UTF-16 units, with something for each line's lead. */
export function weightOf(printed: Printed): number {
  switch (printed.type) {
    case "message":
    case "said":
      return leadUnits + printed.text.length;
    case "past":
      return printed.messages.reduce((sum, message) => sum + weightOf(message), leadUnits);
    case "members":
      return leadUnits * (1 + printed.members.length);
    case "rooms":
      return leadUnits * (1 + printed.rooms.length);
    default:
      return leadUnits;
  }
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

const leadUnits = 64;
