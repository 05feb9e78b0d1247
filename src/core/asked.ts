/** A request with everything that deciding about it takes. Must not know what is decided. */
import type { Request, RequestType } from "../protocol/requests.ts";
import { refuse } from "./answering.ts";
import { mailbox } from "./membership.ts";
import type { Effect } from "./effect.ts";
import type { Member, Room, Session, State } from "./state.ts";

/** A request of somebody who is in. */
export interface Asked<Type extends RequestType = RequestType> {
  readonly state: State;
  readonly session: Session;
  readonly member: Member;
  readonly request: Extract<Request, { type: Type }>;
  readonly time: number;
}

/** The room of that name, if the member is in it. */
export function roomFor(state: State, member: Member, name: string): Room | undefined {
  const room = state.rooms.get(name);
  return room !== undefined && member.rooms.includes(room) ? room : undefined;
}

/** Whether somebody may read a log: that of a room they are in, and their own mailbox. */
export function mayRead(state: State, member: Member, log: string): boolean {
  return log === mailbox(member) || roomFor(state, member, log) !== undefined;
}

/** The refusal of a request about a room that its member is not in. */
export function notInRoom(
  session: Session,
  { type, key }: Pick<Request, "type" | "key">,
  room: string,
): Effect {
  return refuse(session, { code: "not_in_room", room }, type, key);
}
