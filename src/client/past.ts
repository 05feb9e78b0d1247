/** How messages from before are introduced, in every face. */
import type { Catalogue } from "../locale/catalogue.ts";
import { cleanLine } from "../protocol/text.ts";

/** What stands above messages from before. */
export function pastHeading({ client }: Catalogue, room: string, count: number, query?: string): string {
  const name = cleanLine(room);
  if (query !== undefined) return client.found(name, count, cleanLine(query));
  return count === 0 ? client.nothingPast(name) : client.past(name);
}
