/**
 * The schemas of what a server says. Each returns a message whose names and texts are safe to show and whose fields
 * keep to the bounds of the protocol.
 */
import * as v from "valibot";
import { fitsUtf8 } from "../base/utf8.ts";
import { lobby, mailboxCursor } from "./entry.ts";
import {
  classicFrameBytesMax,
  classicListBytesMax,
  classicNameBytesMax,
  epochIdCharacters,
  epochsToldMax,
  historyBytesMax,
  historyEntriesMax,
  membersListedMax,
  roomsMax,
  roomsPerSessionMax,
} from "./limits.ts";
import { absent, away, members, renamed, typing, watchers, whois } from "./people-schema.ts";
import {
  askedNickname,
  head,
  key,
  list,
  message,
  nickname,
  plain,
  room,
  sentence,
  seq,
  serverInfo,
  stampedText,
  textOf,
  time,
  token,
  topicText,
  units,
  withFault,
} from "./server-fields.ts";
import type { Message } from "./server-fields.ts";
import type { NoticeEvent } from "./answers.ts";
import { gapReasons } from "./answers.ts";
import type { Entry } from "./entry.ts";
import { isTime } from "./message-json.ts";
import { parseList, parseStamped } from "./stamp.ts";
import { cleanLine, cleanText } from "./text.ts";

const enteredRoom = v.object({
  room,
  topic: v.optional(topicText, ""),
  seq: v.optional(head, 0),
  joined: v.optional(v.boolean()),
  members: v.optional(head),
});

const accepted = v.pipe(
  v.object({
    success: v.literal(true),
    v: v.optional(v.number()),
    nickname: v.optional(nickname),
    server: v.optional(serverInfo),
    token: v.optional(token),
    resumed: v.optional(v.boolean(), false),
    ignoring: v.optional(v.boolean(), false),
    rooms: v.optional(list(enteredRoom, roomsPerSessionMax), []),
    mailbox: v.optional(head),
    epochs: v.optional(list(v.tuple([units(epochIdCharacters), seq]), epochsToldMax), []),
    limits: v.optional(
      v.object({ frame: v.pipe(v.number(), v.safeInteger(), v.minValue(classicFrameBytesMax)) }),
    ),
  }),
  v.transform(({ v: version, mailbox: mailboxSeq, epochs: told, ...fields }): Message<"login"> => {
    const epochs = told.map(([id, first]) => ({ id, first }));
    return { type: "login", ...fields, mailboxSeq, epochs, version: version === 2 ? 2 : 1 };
  }),
);

const refused = v.pipe(
  v.intersect([v.object({ success: v.literal(false), msg: sentence }), withFault()]),
  v.transform(({ msg, fault }): Message<"login"> => ({
    type: "login",
    success: false,
    fault,
    text: msg.trim(),
  })),
);

const broadcast = v.pipe(
  v.object({
    room,
    seq,
    time,
    from: nickname,
    msg: message,
    key,
    repeat: v.optional(v.boolean(), false),
  }),
  v.transform(({ room: log, msg, repeat, ...rest }): Message<"entry"> => {
    return { type: "entry", entry: { log, ...rest, text: msg }, repeat };
  }),
);

const single = v.pipe(
  v.object({
    seq,
    time,
    from: nickname,
    to: nickname,
    msg: message,
    key,
    repeat: v.optional(v.boolean(), false),
  }),
  v.transform(({ msg, repeat, ...rest }): Message<"entry"> => {
    return { type: "entry", entry: { log: mailboxCursor, ...rest, text: msg }, repeat };
  }),
);

/** The entries of an answer, by type. */
const entrySchemas = { broadcast, single } as const;
const entryType = v.object({ type: v.picklist(["broadcast", "single"]) });

const stamped = v.pipe(
  v.object({ seq: v.optional(v.undefined()), msg: stampedText }),
  v.transform(({ msg }): Message<"stamped"> => {
    const { time: written, from, to, text } = parseStamped(msg);
    const known = written !== undefined && isTime(written) ? written : undefined;
    return { type: "stamped", time: known, from: cleanName(from), to: cleanName(to), text: cleanText(text) };
  }),
  v.check(
    ({ from, to }) => [from, to].every((name = "") => fitsUtf8(name, classicNameBytesMax)),
    "a nickname",
  ),
);

const notice = v.pipe(
  v.object({
    event: v.picklist(["join", "leave", "topic"]),
    nickname,
    topic: v.optional(topicText, ""),
    room: v.optional(room, lobby),
    time,
    silent: v.optional(v.boolean()),
    members: v.optional(head),
  }),
  v.transform((fields): Message<"notice"> => ({ type: "notice", ...fields })),
);

const knownEvents = ["join", "leave", "topic", "nick", "away"] as const satisfies readonly NoticeEvent[];

/** A classic system message, or an event of a later version, of which only the sentence can be shown. */
const said = v.pipe(
  v.object({ event: v.optional(v.pipe(v.string(), v.notValues(knownEvents))), msg: stampedText }),
  v.transform(({ msg }): Message<"said"> => ({ type: "said", text: cleanText(parseStamped(msg).text) })),
);

const classicList = v.pipe(
  v.object({ members: v.optional(v.undefined()), msg: textOf(classicListBytesMax) }),
  v.transform(({ msg }): Message<"members"> => {
    const listed = parseList(msg).map((name) => ({ nickname: cleanLine(name), away: false }));
    return { type: "members", room: lobby, members: listed };
  }),
  v.check(({ members: listed }) => listed.length <= membersListedMax, "members"),
  v.check(
    ({ members: listed }) => listed.every((one) => fitsUtf8(one.nickname, classicNameBytesMax)),
    "members",
  ),
);

const gap = v.pipe(
  v.object({ room: v.optional(room), from: seq, to: seq, why: v.picklist(gapReasons) }),
  v.check(({ from, to }) => from <= to, "a range"),
  v.transform(({ room: log = mailboxCursor, ...fields }): Message<"gap"> => ({
    type: "gap",
    log,
    ...fields,
  })),
);

const help = v.pipe(
  v.object({ msg: sentence, key }),
  v.transform(({ msg, key }): Message<"help"> => ({ type: "help", text: msg.trimEnd(), key })),
);

const ignore = v.pipe(
  v.object({
    success: v.optional(v.boolean(), true),
    ignoring: v.optional(v.boolean()),
    msg: v.optional(stampedText, ""),
    key,
  }),
  v.transform(({ success, ignoring, msg, key }): Message<"ignore"> => {
    return { type: "ignore", success, ignoring, text: cleanText(parseStamped(msg).text), key };
  }),
);

const error = v.pipe(
  v.intersect([v.object({ msg: v.optional(stampedText, ""), key }), withFault()]),
  v.transform(({ msg, fault, key }): Message<"error"> => {
    return { type: "error", fault, text: cleanText(parseStamped(msg).text), key };
  }),
);

const rooms = list(v.object({ room, topic: topicText, members: head }), roomsMax);

/** By type. A v2 schema comes before its classic one, which requires less. */
export const messageSchemas = {
  login: v.union([accepted, refused]),
  broadcast: v.union([broadcast, stamped]),
  single: v.union([single, stamped]),
  system_msg: v.union([notice, renamed, absent, said]),
  ls: v.union([members, classicList]),
  gap,
  help,
  ignore,
  error,
  join: plain("join", { ...enteredRoom.entries, key }),
  leave: plain("leave", { room, key }),
  topic: plain("topic", { room, topic: topicText, key }),
  rooms: plain("rooms", { rooms, key }),
  history: entriesMessage("history"),
  search: entriesMessage("search"),
  nick: plain("nick", { nickname, key }),
  away,
  whois,
  typing: v.union([typing, watchers]),
  ping: plain("ping", {}),
  pong: plain("pong", {}),
} as const;

/** An entry that breaks its bounds is left out and counted; the rest of the answer is used. */
function entriesMessage(type: "history" | "search") {
  return v.pipe(
    v.object({
      room: v.optional(room),
      nickname: v.optional(askedNickname),
      entries: v.pipe(v.array(v.unknown()), v.maxLength(historyEntriesMax)),
      back_to: v.optional(seq),
      back_to_time: v.optional(time),
      key,
    }),
    v.transform(({ entries: listed, ...answer }): Message<"history" | "search"> => {
      const { back_to: backTo, back_to_time: backTime, ...fields } = answer;
      const entries = listed.flatMap(entryOf);
      const broken = listed.length - entries.length;
      return { type, ...fields, backTo, backTime, entries, broken: broken === 0 ? undefined : broken };
    }),
    v.check(({ entries }) => fitsUtf8(entries.map(({ text }) => text).join(""), historyBytesMax), "entries"),
  );
}

/** A list with the entry, or an empty one. */
function entryOf(listed: unknown): readonly Entry[] {
  const typed = v.safeParse(entryType, listed);
  if (!typed.success) return [];
  const read = v.safeParse(entrySchemas[typed.output.type], listed, { abortEarly: true });
  return read.success ? [read.output.entry] : [];
}

function cleanName(name: string | undefined): string | undefined {
  return name === undefined ? undefined : cleanLine(name);
}
