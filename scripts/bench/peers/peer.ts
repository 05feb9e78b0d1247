/** What the benchmark asks of every server it measures: how it is started, and its words on the wire. */
import type { Role } from "../cells.ts";

/** How a protocol enters the one room of a cell, speaks in it and hears. All texts are ASCII. */
export interface Protocol {
  /**
   * Whether a sender is shown its own message. Where it is not, the copy that arrives at the observer (a session that
   * sends nothing) is taken for the acknowledgement.
   */
  readonly echoes: boolean;
  /** The first words of a session. */
  greet(session: number): string;
  /** What to say next, given what came since the session spoke last. */
  heed(heard: string, entrance: Entrance): Heeded;
  /**
   * The frame that says a text to the room. For texts of one length all frames have one length.
   *
   * @param mark at the end of each text, unique for each message of a session; for protocols that want an id
   */
  publish(text: string, mark: string, place: Place): string;
  /** The answer to what an idle server may ask, like PING; undefined when it asks nothing. */
  answer?(heard: string): string | undefined;
  /** Finds the number in a frame that grows by one with each message, where a protocol sends one. */
  readonly sequence?: RegExp;
}

export interface Entrance {
  readonly session: number;
  /** A room of its own for each session, in place of one for all. */
  readonly place: Place;
}

export type Place = { readonly type: "shared" } | { readonly type: "own"; readonly room: string };

export type Heeded =
  | { readonly type: "wait" }
  | { readonly type: "say"; readonly words: string }
  | { readonly type: "in" }
  /** This server cannot do it, and why. */
  | { readonly type: "refused"; readonly reason: string };

/** A server to be measured. */
export interface Peer {
  readonly name: string;
  readonly protocol: ProtocolName;
  readonly role: Role;
  /** Sessions that may be on their way in at once. */
  readonly enteringMax: number;
  /** Why it cannot be measured here; undefined when it can. */
  absent(): Promise<string | undefined>;
  /** Writes what it needs into a folder of its own, and gives the command that starts it in the foreground. */
  command(folder: string, port: number): Promise<readonly string[]>;
}

export const protocolNames = ["chat", "redis", "nats", "irc"] as const;
export type ProtocolName = (typeof protocolNames)[number];

/** All names have one length, so that all frames have. */
export function sessionName(session: number): string {
  return `b${String(session).padStart(6, "0")}`;
}

/** Why a program cannot be measured: it is not installed. Names the Debian package that has it. */
export function programAbsent(program: string, debianPackage = program): string | undefined {
  if (programPath(program) !== undefined) return undefined;
  return `not installed (on Debian: apt-get install ${debianPackage})`;
}

/** Daemons lie outside of many search paths. */
export function programPath(program: string): string | undefined {
  const path = `${process.env["PATH"] ?? ""}:/usr/local/sbin:/usr/sbin:/sbin`;
  return Bun.which(program, { PATH: path }) ?? undefined;
}
