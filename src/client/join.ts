/**
 * Somebody in a room, from the first question to the goodbye: puts session, line and venue together. Must not know flags,
 * and ends nothing but itself.
 */
import type { Catalogue } from "../locale/catalogue.ts";
import { backlogMessages } from "../protocol/limits.ts";
import { addressText } from "./address-text.ts";
import { Driver } from "./driver.ts";
import { stateFolder } from "./platform-folders.ts";
import { identityIn } from "./identity.ts";
import { plainVenue } from "./plain/plain-venue.ts";
import type { Ending } from "./session-state.ts";
import { terminalVenue } from "./terminal-venue.ts";
import type { Input, Output, Venue } from "./venue.ts";

export interface JoinOptions {
  readonly host: string;
  readonly port: number;
  /** Not checked yet. Without one, somebody at a terminal is asked. */
  readonly nickname: string | undefined;
  readonly catalogue: Catalogue;
  /** Lines only, even at a terminal. */
  readonly plain: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted to leave. */
  readonly signal: AbortSignal;
}

/** The exit code, and what is to be said about it on stderr: nothing when all went as it was wished. */
export interface JoinEnd {
  readonly code: 0 | 1 | 2;
  readonly reason?: string | undefined;
}

/** Resolves when the streams are as they were and the line is closed. */
export async function join(options: JoinOptions): Promise<JoinEnd> {
  const { host, port, nickname, catalogue, signal, stdin, stdout, stderr } = options;
  const canAsk = stdin.isTTY === true;
  if (nickname === undefined && !canAsk) return { code: 2, reason: catalogue.client.nicknameNeeded };
  const address = addressText(host, port);
  const identity = identityIn(stateFolder(options.environment), address);
  const driver: Driver = new Driver({
    session: {
      host,
      address,
      nickname,
      canAsk,
      catalogue,
      keyPrefix: crypto.randomUUID(),
      completes: !options.plain && canAsk,
      backlog: backlogMessages,
      recall: identity.recall,
    },
    host,
    port,
    show: (happening) => venue.show(happening),
    setNicknames: (nicknames) => venue.setNicknames(nicknames),
    ask: (reason) => venue.ask(reason),
    remember: identity.remember,
    settled: () => venue.settled(),
  });
  const { environment } = options;
  const place = { catalogue, address, environment, stdin, stdout, stderr, signal, visitor: driver };
  const venue: Venue = (options.plain ? undefined : terminalVenue(place)) ?? plainVenue(place);
  const onAbort = (): void => driver.leave("brief");
  signal.addEventListener("abort", onAbort);
  const ended = driver.run();
  if (signal.aborted) onAbort();
  const ending = await ended;
  signal.removeEventListener("abort", onAbort);
  identity.release();
  await venue.close();
  const end = joinEnd(ending, canAsk, catalogue);
  if (canAsk && end.reason === undefined) stderr.write(`${catalogue.client.goodbye}\n`);
  return end;
}

/** A person has seen what was refused; a script learns it from the exit code. */
function joinEnd({ reason, refused, unsent }: Ending, watched: boolean, { client }: Catalogue): JoinEnd {
  const reasons = [reason, unsent > 0 ? client.notSent(unsent) : undefined].filter(
    (part) => part !== undefined,
  );
  const done = reasons.length === 0 && (watched || refused === 0);
  return { code: done ? 0 : 1, reason: reasons.length === 0 ? undefined : reasons.join(" ") };
}
