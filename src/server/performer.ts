/**
 * Carries out what the core decided, effect by effect, in order: into the turn that the log will commit, or to the
 * session that it concerns.
 */
import type { Logger } from "@logtape/logtape";
import type { Effect } from "../core/effect.ts";
import type { Answer } from "../protocol/answers.ts";
import { assertNever } from "../base/assert-never.ts";
import type { Look, SearchLook } from "./look.ts";
import { readHistory, refuseLook } from "./look.ts";
import type { Publisher } from "./publisher.ts";
import type { HubSession } from "./session.ts";

export interface PerformerOptions {
  readonly sessions: ReadonlyMap<number, HubSession>;
  readonly publisher: Publisher;
  readonly logger: Logger;
  /** Searches; the answer may come later. */
  readonly search: (look: SearchLook) => void;
  /** For the operator: the store could not be read. */
  readonly readFailed: (cause: unknown) => void;
  /** Something new waits to be written to this session, or to be stored, in this turn. */
  readonly stirred: (session: HubSession | undefined) => void;
  /** The session reads a log that it joined from behind this entry on. */
  readonly followed: (session: HubSession, log: string, seq: number) => void;
  /** The session is to be finished after this turn. */
  readonly ending: (session: HubSession) => void;
}

export class Performer {
  readonly #options: PerformerOptions;

  constructor(options: PerformerOptions) {
    this.#options = options;
  }

  perform(effects: readonly Effect[]): void {
    for (const effect of effects) this.#perform(effect);
  }

  /** Tells a session something; nothing, when it is gone. */
  tell(id: number, answer: Answer): void {
    const session = this.#options.sessions.get(id);
    if (session !== undefined) this.#answer(session, answer);
  }

  /** Takes a session out of all logs. */
  leaveLogs({ outlet }: HubSession): void {
    const tails = outlet.cursors.map(({ tail }) => tail);
    outlet.leave();
    for (const tail of tails) this.#options.publisher.release(tail);
  }

  #perform(effect: Effect): void {
    const { sessions, publisher, stirred } = this.#options;
    switch (effect.type) {
      case "propose":
        publisher.turn.propose(effect.proposal);
        return stirred(undefined);
      case "notice":
        publisher.turn.notice(effect.notice);
        return stirred(undefined);
      case "remember":
        publisher.turn.facts.push(effect.fact);
        return stirred(undefined);
      default: {
        const session = sessions.get(effect.session);
        if (session !== undefined) this.#performFor(session, effect);
      }
    }
  }

  #performFor(session: HubSession, effect: Extract<Effect, { session: number }>): void {
    const { publisher, stirred, ending } = this.#options;
    const { outlet } = session;
    switch (effect.type) {
      case "answer":
        // A typing notice is worth nothing later; as no answer to the session itself, it would wait without a bound.
        if (effect.answer.type === "typing" && outlet.blockedSince !== undefined) return;
        return this.#answer(session, effect.answer);
      case "follow": {
        const seq = outlet.follow(publisher.tailOf(effect.log), effect.after);
        if (effect.joining === true) this.#options.followed(session, effect.log, seq);
        return stirred(session);
      }
      case "unfollow": {
        const tail = outlet.unfollow(effect.log);
        return tail === undefined ? undefined : publisher.release(tail);
      }
      case "mute":
        for (const cursor of outlet.cursors) if (cursor.tail.log === effect.log) cursor.muted = effect.muted;
        return;
      case "look":
        return this.#look(session, effect);
      case "close":
        return ending(session);
      default:
        return assertNever(effect);
    }
  }

  /** If the read fails, only the session that asked gets the error. */
  #look(session: HubSession, effect: Look): void {
    const { publisher, readFailed, search } = this.#options;
    const { log, request } = effect;
    if (request.type === "search") return search({ ...effect, request });
    try {
      this.#answer(session, readHistory(publisher.log, log, request));
    } catch (cause) {
      readFailed(cause);
      this.#answer(session, refuseLook(request, { code: "storage" }));
    }
  }

  #answer(session: HubSession, answer: Answer): void {
    const { logger, stirred } = this.#options;
    const completed = this.#withHeads(answer);
    session.outlet.answer(completed);
    stirred(session);
    if (completed.type === "login" && completed.success) {
      session.nickname = completed.nickname;
      logger.info("session {session} is {nickname}", {
        session: session.id,
        nickname: completed.nickname,
        dialect: session.codec.name,
      });
    } else if (completed.type === "nick") {
      session.nickname = completed.nickname;
      logger.info("session {session} is now called {nickname}", {
        session: session.id,
        nickname: completed.nickname,
      });
    } else if ("fault" in completed)
      logger.info("session {session} was refused: {code}", {
        session: session.id,
        code: completed.fault.code,
      });
  }

  /** The core knows no log: how far a room has come is filled in here. */
  #withHeads(answer: Answer): Answer {
    const headOf = (room: string) => this.#options.publisher.tailOf(room).headSeq;
    if (answer.type === "join") return { ...answer, seq: headOf(answer.room) };
    if (answer.type !== "login" || !answer.success) return answer;
    const rooms = answer.rooms.map((listed) => ({ ...listed, seq: listed.seq ?? headOf(listed.room) }));
    return { ...answer, rooms };
  }
}
