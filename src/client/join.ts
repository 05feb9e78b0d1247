/** Somebody in a room, from the first question to the goodbye: puts session, connection and face together. */
import type { Catalogue } from "../locale/catalogue.ts";
import { addressText } from "./address-text.ts";
import { Driver } from "./driver.ts";
import { plainFace } from "./plain/plain-face.ts";
import type { ClientPorts } from "./ports.ts";
import type { Preferences } from "./preferences.ts";
import type { Ending } from "./session/effects.ts";
import type { SessionOptions } from "./session/state.ts";
import { freshKeyPrefix } from "./key-prefix.ts";
import { hasTerminal, terminalFace } from "./terminal/terminal-face.ts";
import type { Input, Output } from "../base/streams.ts";
import type { Face, FaceOptions } from "./face.ts";

export interface JoinOptions {
  readonly host: string;
  readonly port: number;
  /** Not checked yet. Without one, somebody at a terminal is asked. */
  readonly nickname: string | undefined;
  readonly catalogue: Catalogue;
  /** Nobody chose the nickname: it is that of the last time. */
  readonly again?: boolean | undefined;
  /** Events for a program, in place of what a person would read. */
  readonly json: boolean;
  /** Lines only, even at a terminal. */
  readonly plain: boolean;
  readonly preferences: Preferences;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly ports: ClientPorts;
  /** Aborted to leave. */
  readonly signal: AbortSignal;
}

/** The exit code, and what is to be said about it on stderr: nothing when all went as it was wished. */
export interface JoinEnd {
  readonly code: 0 | 1 | 2;
  readonly reason?: string | undefined;
}

/** Resolves when the streams are as they were and the connection is closed. */
export async function join(options: JoinOptions): Promise<JoinEnd> {
  const { catalogue, signal, stdin, stderr, json } = options;
  const watched = stdin.isTTY === true && !json;
  if (options.nickname === undefined && !watched) return { code: 2, reason: catalogue.client.nicknameNeeded };
  const { connect, runtime, store } = options.ports;
  const session = sessionOptions(options, watched);
  const { address } = session;
  const driver = new Driver({
    session,
    connect,
    runtime,
    store,
    openFace: (used) => openFace({ ...options, address, session: used }, options.plain),
  });
  const onAbort = (): void => driver.dispatch({ type: "leave", mode: "brief" });
  signal.addEventListener("abort", onAbort);
  const ended = driver.run();
  if (signal.aborted) onAbort();
  const ending = await ended;
  signal.removeEventListener("abort", onAbort);
  // What an earlier run of a person left is no business of a program in a pipe.
  const kept = watched ? (store?.kept ?? 0) : 0;
  const end = joinEnd(ending, { watched, kept }, catalogue);
  await driver.face.close(end.reason);
  store?.release();
  if (watched && end.reason === undefined) stderr.write(`${catalogue.client.goodbye}\n`);
  return end;
}

/** A terminal where there is one and lines are not asked for. */
function openFace(options: FaceOptions, plain: boolean): Face {
  return (plain || options.json ? undefined : terminalFace(options)) ?? plainFace(options);
}

/** A program in a pipe is told nothing of before, and finds its rooms as they were. */
function sessionOptions(options: JoinOptions, watched: boolean): Omit<SessionOptions, "restore"> {
  const { host, port, nickname, again, catalogue, plain, json, preferences } = options;
  const interactive = !plain && !json && hasTerminal(options);
  return {
    host,
    address: addressText(host, port),
    nickname,
    canAsk: watched,
    catalogue,
    keyPrefix: freshKeyPrefix(),
    completes: interactive,
    backlog: watched ? preferences.backlog : 0,
    storageProblem: watched ? () => storageProblem(options) : undefined,
    returns: watched,
    again,
    notify: preferences.notify,
    announcesTyping: interactive && preferences.typing,
  };
}

function storageProblem({ ports, catalogue }: JoinOptions): string | undefined {
  const { store } = ports;
  const { homeless, keepsNothing } = catalogue.client;
  if (store?.refused !== true) return undefined;
  return store.folder === undefined ? homeless : keepsNothing(store.folder);
}

/** A person has seen what was refused or dropped; a script learns it from the exit code. */
function joinEnd(
  { reason, refused, unsent, unacknowledged, broken = 0 }: Ending,
  { watched, kept }: { readonly watched: boolean; readonly kept: number },
  { client }: Catalogue,
): JoinEnd {
  const left = [
    unsent > 0 ? client.notSent(unsent) : undefined,
    unacknowledged > 0 ? client.notAcknowledged(unacknowledged) : undefined,
  ];
  const reasons = [reason, ...(kept > 0 ? [client.keptUnsent(kept)] : left)].filter(
    (part) => part !== undefined,
  );
  const done = reasons.length === 0 && (watched || refused + broken === 0);
  return { code: done ? 0 : 1, reason: reasons.length === 0 ? undefined : reasons.join(" ") };
}
