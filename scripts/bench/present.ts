/** Which of the servers and clients can be measured here. */
import type { Role } from "./cells.ts";

interface Competitor {
  readonly name: string;
  readonly role: Role;
  /** Why it cannot be measured here; undefined when it can. */
  absent(): Promise<string | undefined>;
}

interface Choice {
  /** Names of the others; undefined: all that are there. */
  readonly peers: readonly string[] | undefined;
}

/**
 * Those that are wanted and can be measured. Tells why one is left out.
 *
 * @throws Error when one that was asked for by name cannot be measured
 */
export async function present<One extends Competitor>(
  competitors: readonly One[],
  { peers }: Choice,
  tell: (sentence: string) => void,
): Promise<readonly One[]> {
  const wanted = competitors.filter(
    ({ name, role }) => role.type !== "other" || peers === undefined || peers.includes(name),
  );
  const found: One[] = [];
  for (const competitor of wanted) {
    const { name, role } = competitor;
    const absence = await competitor.absent();
    if (absence === undefined) found.push(competitor);
    else if (role.type === "other" && peers !== undefined) throw new Error(`${name}: ${absence}`);
    else tell(`${name} is left out: ${absence}`);
  }
  return found;
}
