/**
 * Gathers what a decision needs and the core cannot find out itself: the identity that a token proves, and what the
 * cursors of a login are worth.
 */
import type { Arrival, Event } from "../core/event.ts";
import type { Log } from "../log/log.ts";
import type { Decoded, Request } from "../protocol/requests.ts";
import { resumptionOf } from "./resumption.ts";
import type { Tokens } from "./tokens.ts";

export interface GathererOptions {
  readonly tokens: Tokens;
  /** Returns an unguessable id that was never used before. */
  readonly freshId: () => string;
  readonly log: Pick<Log, "epochs" | "forkOf" | "head" | "seqBefore">;
}

export class Gatherer {
  readonly #options: GathererOptions;

  constructor(options: GathererOptions) {
    this.#options = options;
  }

  /** What a session sent, as an event for the core. */
  eventOf(session: number, decoded: Decoded, time: number): Event {
    if (!decoded.ok) {
      const { fault, regarding, key } = decoded;
      return { type: "malformed", session, fault, regarding, key, time };
    }
    const { request } = decoded;
    if (request.type !== "login") return { type: "requested", session, request, time };
    return { type: "loginRequested", session, request, arrival: this.#arrivalOf(request), time };
  }

  #arrivalOf(login: Login): Arrival {
    const { tokens, freshId, log } = this.#options;
    const known = login.token === undefined ? undefined : tokens.verify(login.token);
    const identity = known ?? freshId();
    const { after, epochs } = login;
    return arrivalOf(login, {
      identity,
      token: tokens.issue(identity),
      resumed: known !== undefined,
      epochs: log.epochs(),
      resumption:
        known === undefined || after === undefined || epochs === undefined
          ? undefined
          : resumptionOf(log, { identity, after, epochs }),
    });
  }
}

type Login = Extract<Request, { type: "login" }>;

/** Completes an arrival with what the login says about its client; only v2 logins do. */
export function arrivalOf(
  { version, token, after, typing }: Login,
  who: Pick<Arrival, "identity" | "token" | "resumed" | "epochs" | "resumption">,
): Arrival {
  const isV2 = version === 2;
  return {
    ...who,
    resumable: isV2 && (token !== undefined || after !== undefined),
    wantsTyping: isV2 && typing === true,
  };
}
