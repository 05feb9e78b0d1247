/** The places somebody was at before. Must not know how one of them is chosen. */
import { placesShownMax } from "../limits.ts";
import { placesIn } from "./identity-file.ts";
import type { Place } from "./identity-file.ts";

/** The one of the last time first. @param folder from `stateFolder`; there are none without */
export function recentPlaces(folder: string | undefined): readonly Place[] {
  if (folder === undefined) return [];
  return placesIn(folder)
    .toSorted((one, other) => other.joinedAt - one.joinedAt)
    .slice(0, placesShownMax);
}

/** The nickname that was used at a place last. */
export function lastNickname(
  folder: string | undefined,
  { host, port }: Pick<Place, "host" | "port">,
): string | undefined {
  return recentPlaces(folder).find((place) => place.host === host && place.port === port)?.nickname;
}
