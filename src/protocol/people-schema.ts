/**
 * The schemas of what a server says about people: members, whois, nickname changes, away messages, typing. Each field
 * has a bound.
 */
import * as v from "valibot";
import type { ListedMember } from "./answers.ts";
import { lobby } from "./entry.ts";
import { membersListedMax, roomsPerSessionMax } from "./limits.ts";
import { awayText, head, key, list, nickname, plain, room, time } from "./server-fields.ts";
import type { Message } from "./server-fields.ts";

export const renamed = v.pipe(
  v.object({
    event: v.literal("nick"),
    nickname,
    to: nickname,
    room: v.optional(room, lobby),
    time,
  }),
  v.transform((fields): Message<"notice"> => ({ type: "notice", ...fields, topic: "" })),
);

export const absent = v.pipe(
  v.object({ event: v.literal("away"), nickname, text: v.optional(awayText, ""), time }),
  v.transform((fields): Message<"notice"> => {
    return { type: "notice", ...fields, room: `@${fields.nickname}`, topic: "" };
  }),
);

const listedMember = v.pipe(
  v.object({ nickname, away: v.optional(v.boolean(), false), msg: v.optional(awayText) }),
  v.transform(({ msg, ...rest }): ListedMember => ({ ...rest, text: msg })),
);

export const members = v.pipe(
  v.object({ room: v.optional(room, lobby), members: list(listedMember, membersListedMax), key }),
  v.transform((fields): Message<"members"> => ({ type: "members", ...fields })),
);

export const away = v.pipe(
  v.object({ away: v.boolean(), msg: v.optional(awayText, ""), key }),
  v.transform(({ msg, ...rest }): Message<"away"> => ({ type: "away", ...rest, text: msg })),
);

export const whois = v.pipe(
  v.object({
    nickname,
    rooms: list(room, roomsPerSessionMax),
    since: time,
    spoke: v.optional(time),
    away: v.optional(v.boolean(), false),
    msg: v.optional(awayText),
    key,
  }),
  v.transform(({ spoke, msg, ...rest }): Message<"whois"> => {
    return { type: "whois", ...rest, spokeAt: spoke, text: msg };
  }),
);

export const typing = plain("typing", { nickname, room: v.optional(room), to: v.optional(nickname) });

export const watchers = plain("watchers", { watchers: head, key });
