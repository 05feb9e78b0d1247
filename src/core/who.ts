/** Who asks for something: all that deciding about a request is told of them. */
import type { Member, Session } from "./state.ts";

/** The other end of a connection, as its transport knows it. */
export interface Peer {
  /** The network's, with the port: "192.0.2.7:50123". */
  readonly address: string;
  /** "tcp", for example. */
  readonly transport: string;
  readonly encrypted: boolean;
}

interface Requester {
  /** Where the answers go: a session's id, or one that the shell has given to somebody without a session. */
  readonly id: number;
  readonly peer: Peer;
}

export type Who =
  /** Connected, and not logged in. */
  | (Requester & { readonly kind: "stranger" })
  /** In rooms. A person is recognised again by a token; a guest is anybody else. */
  | (Requester & {
      readonly kind: "guest" | "person";
      readonly session: Session;
      readonly member: Member;
    })
  /** Runs the server, and has no session: reads in every room, and speaks in none. */
  | (Requester & { readonly kind: "operator" });

export function whoIs(session: Session): Who {
  const { id, peer, member } = session;
  if (member === undefined) return { kind: "stranger", id, peer };
  return { kind: isPerson(member) ? "person" : "guest", id, peer, session, member };
}

function isPerson({ resumable, quiet }: Member): boolean {
  return resumable && !quiet;
}
