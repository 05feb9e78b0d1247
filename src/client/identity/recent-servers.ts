/** The servers that somebody has been on before. */
import { recentServersMax } from "../limits.ts";
import { serversIn } from "./identity-file.ts";
import type { RecentServer } from "./identity-file.ts";

/** The one of the last time first. @param folder from `stateFolder`; there are none without */
export function recentServers(folder: string | undefined): readonly RecentServer[] {
  if (folder === undefined) return [];
  return serversIn(folder)
    .toSorted((one, other) => other.joinedAt - one.joinedAt)
    .slice(0, recentServersMax);
}

/** The nickname that was used on a server last. */
export function lastNickname(
  folder: string | undefined,
  { host, port }: Pick<RecentServer, "host" | "port">,
): string | undefined {
  return recentServers(folder).find((server) => server.host === host && server.port === port)?.nickname;
}
