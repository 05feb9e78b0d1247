/**
 * The forms of what a server says about people: who is there and who they are, another nickname, being away, writing.
 * Must not know bytes, or what was asked before.
 */
import * as v from "valibot";
import type { ListedMember } from "./answers.ts";
import { lobby } from "./entry.ts";
import { head, key, line } from "./server-fields.ts";
import type { Message } from "./server-fields.ts";

export const renamed = v.pipe(
  v.object({
    event: v.literal("nick"),
    nickname: line,
    to: line,
    room: v.optional(line, lobby),
    time: v.number(),
  }),
  v.transform((fields): Message<"notice"> => ({ type: "notice", ...fields, topic: "" })),
);

export const absent = v.pipe(
  v.object({ event: v.literal("away"), nickname: line, text: v.optional(line, ""), time: v.number() }),
  v.transform((fields): Message<"notice"> => {
    return { type: "notice", ...fields, room: `@${fields.nickname}`, topic: "" };
  }),
);

const listedMember = v.pipe(
  v.object({ nickname: line, away: v.optional(v.boolean(), false), msg: v.optional(line) }),
  v.transform(({ nickname, away, msg }): ListedMember => ({ nickname, away, text: msg })),
);

export const members = v.pipe(
  v.object({ room: v.optional(line, lobby), members: v.array(listedMember), key }),
  v.transform((fields): Message<"members"> => ({ type: "members", ...fields })),
);

export const nick = v.pipe(
  v.object({ nickname: line, key }),
  v.transform((fields): Message<"nick"> => ({ type: "nick", ...fields })),
);

export const away = v.pipe(
  v.object({ away: v.boolean(), msg: v.optional(line, ""), key }),
  v.transform(({ msg, ...rest }): Message<"away"> => ({ type: "away", ...rest, text: msg })),
);

export const whois = v.pipe(
  v.object({
    nickname: line,
    rooms: v.array(line),
    since: v.number(),
    spoke: v.optional(v.number()),
    away: v.optional(v.boolean(), false),
    msg: v.optional(line),
    key,
  }),
  v.transform(({ spoke, msg, ...rest }): Message<"whois"> => {
    return { type: "whois", ...rest, spokeAt: spoke, text: msg };
  }),
);

export const typing = v.pipe(
  v.object({ nickname: line, room: v.optional(line), to: v.optional(line) }),
  v.transform((fields): Message<"typing"> => ({ type: "typing", ...fields })),
);

export const watchers = v.pipe(
  v.object({ watchers: head, key }),
  v.transform((fields): Message<"watchers"> => ({ type: "watchers", ...fields })),
);
