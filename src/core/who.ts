/** Who makes a request: everything that a decision may depend on. */
import type { Member, Session } from "./state.ts";

/** The other end of a connection, as its transport knows it. */
export interface Peer {
  /** The network address and port, such as "192.0.2.7:50123". */
  readonly address: string;
  /** Such as "tcp". */
  readonly transport: string;
  readonly encrypted: boolean;
}

interface Requester {
  /** Where answers go: the id of a session, or one that the shell assigned to a request without a session. */
  readonly id: number;
  readonly peer: Peer;
}

/** Logged in. A person can be recognised again by a token; everybody else is a guest. */
export interface MemberWho extends Requester {
  readonly kind: "guest" | "person";
  readonly session: Session;
  readonly member: Member;
}

export type Who =
  /** Connected, but not logged in. */
  | (Requester & { readonly kind: "stranger" })
  | MemberWho
  /** Runs the server and has no session: reads every room and cannot speak. */
  | (Requester & { readonly kind: "operator" });

export function whoIs(session: Session): Who {
  const { id, peer, member } = session;
  if (member === undefined) return { kind: "stranger", id, peer };
  return { kind: isPerson(member) ? "person" : "guest", id, peer, session, member };
}

function isPerson({ resumable, quiet }: Member): boolean {
  return resumable && !quiet;
}
