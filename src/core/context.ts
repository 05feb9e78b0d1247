/** What a decision about a member's request depends on. */
import type { Request } from "../protocol/requests.ts";
import { refuse } from "./answering.ts";
import type { Effect } from "./effect.ts";
import { mailbox } from "./membership.ts";
import type { Member, Room, State } from "./state.ts";
import type { MemberWho } from "./who.ts";

/** The member who makes the request, and the state that it is about. */
export interface MemberContext extends MemberWho {
  readonly state: State;
  /** Milliseconds since 1970, UTC. */
  readonly time: number;
}

export type RequestOf<Type extends Request["type"]> = Extract<Request, { type: Type }>;

/** The room of that name, if the member is in it. */
export function roomFor(state: State, member: Member, name: string): Room | undefined {
  const room = state.rooms.get(name);
  return room !== undefined && member.rooms.includes(room) ? room : undefined;
}

/** Whether a member may read a log: that of a room they are in, or their own mailbox. */
export function mayRead(state: State, member: Member, log: string): boolean {
  return roomFor(state, member, log) !== undefined || log === mailbox(member);
}

/** The refusal of a request about a room that the requester is not in. */
export function notInRoom(id: number, { type, key }: Pick<Request, "type" | "key">, room: string): Effect {
  return refuse(id, { code: "not_in_room", room }, type, key);
}
