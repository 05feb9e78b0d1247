/** The v2 form: one JSON object per line, with fields for programs besides the texts of the classic one. */
import type { Answer, Notice, Wording } from "./answers.ts";
import type { ClientCapability } from "./capabilities.ts";
import type { JsonForm } from "./json-form.ts";
import { jsonLine } from "./json-line.ts";
import type { Entry } from "./entry.ts";
import { isMailbox } from "./entry.ts";
import { faultText } from "./faults.ts";
import { frameBytesMax, messageBytesMax } from "./limits.ts";
import type { PlainAnswer } from "./server-message.ts";

/** The form for a client that named nothing at its login. */
export const v2: JsonForm = {
  name: "v2",
  variant: "v2",
  capabilities: { oneFramePerWrite: false, answersPings: true, crowdNotices: false, gaps: false },
  isLines: true,
  answer: (answer, wording) => [jsonLine(answerFields(answer, wording))],
  entry: (entry) => [jsonLine(entryFields(entry))],
  notice: noticeEncoder(new Set()),
};

/** Forms for what clients have named at their login, by variant. */
const forms = new Map<string, JsonForm>([[v2.variant, v2]]);

/** The form for a client that named these capabilities at its login. */
export function v2For(can: ReadonlySet<ClientCapability>): JsonForm {
  const variant = [v2.variant, ...can].join(" ");
  const known = forms.get(variant);
  if (known !== undefined) return known;
  const form = withCapabilities(variant, can);
  forms.set(variant, form);
  return form;
}

function withCapabilities(variant: string, can: ReadonlySet<ClientCapability>): JsonForm {
  const [crowdNotices, gaps] = [can.has("crowd_notices"), can.has("gaps")];
  return {
    ...v2,
    variant,
    capabilities: { ...v2.capabilities, crowdNotices, gaps },
    notice: noticeEncoder(can),
  };
}

function noticeEncoder(can: ReadonlySet<ClientCapability>): JsonForm["notice"] {
  const crowdNotices = can.has("crowd_notices");
  const fieldsOf = can.has("member_counts") ? countedNoticeFields : noticeFields;
  return (notice, wording) =>
    notice.crowded === true && !crowdNotices ? [] : [jsonLine(fieldsOf(notice, wording))];
}

/** What this server accepts, for clients that would otherwise keep to the limits of an older one. */
const limits = { frame: frameBytesMax, message: messageBytesMax } as const;

function entryFields({ log, seq, time, from, to, text, key }: Entry): object {
  return to === undefined
    ? { type: "broadcast", room: log, seq, time, from, msg: text, key }
    : { type: "single", seq, time, from, to, msg: text, key };
}

function noticeFields({ event, nickname, room, topic, to, time, silent }: Notice, wording: Wording): object {
  const msg = wording.notices[event](nickname, to ?? topic ?? "");
  return { type: "system_msg", event, nickname, to, room, topic, time, silent, msg };
}

function countedNoticeFields(notice: Notice, wording: Wording): object {
  return { ...noticeFields(notice, wording), members: notice.members };
}

function loginFields(answer: Answer & { type: "login" }, wording: Wording): object {
  const { type, key } = answer;
  if (!answer.success)
    return { type, success: false, ...answer.fault, msg: faultText(wording.faults, answer.fault), key };
  const { nickname, server, token, resumed, ignoring, rooms, mailboxSeq } = answer;
  const epochs = answer.epochs.map(({ id, first }) => [id, first]);
  const entered = {
    v: 2,
    nickname,
    token,
    resumed,
    ignoring,
    server,
    rooms,
    mailbox: mailboxSeq,
    epochs,
    limits,
  };
  return { type, success: true, ...entered, msg: wording.loggedIn(nickname, server.name), key };
}

function entriesFields(answer: Extract<Answer, { type: "history" | "search" }>): object {
  const { type, room, nickname, entries, backTo, backTime, key } = answer;
  const conversation = nickname === undefined ? { room } : { nickname };
  const back = { back_to: backTo, back_to_time: backTime };
  return { type, ...conversation, entries: entries.map(entryFields), ...back, key };
}

function answerFields(answer: Answer, wording: Wording): object {
  const { type, key } = answer;
  switch (type) {
    case "login":
      return loginFields(answer, wording);
    case "ls":
      return { ...answer, members: answer.members.map(({ text, ...rest }) => ({ ...rest, msg: text })) };
    case "away":
      return { type, away: answer.away, msg: answer.text, key };
    case "whois": {
      const { nickname, rooms, since, spokeAt, away, text } = answer;
      return { type, nickname, rooms, since, spoke: spokeAt, away, msg: text, key };
    }
    case "watchers":
      return { type: "typing", watchers: answer.watchers, key };
    case "absent": {
      const { nickname, text, time } = answer;
      const msg = wording.notices.away(nickname, text);
      return { type: "system_msg", event: "away", nickname, text, time, msg };
    }
    case "history":
    case "search":
      return entriesFields(answer);
    case "help":
      return { type, msg: wording.classicHelp, key };
    case "ignore": {
      const { ignoring } = answer;
      return { type, success: true, ignoring, msg: ignoring ? wording.ignoring : wording.notIgnoring, key };
    }
    case "gap": {
      const { log, from, to, why } = answer;
      return { type, room: isMailbox(log) ? undefined : log, from, to, why };
    }
    case "repeat":
      return { ...entryFields(answer.entry), repeat: true };
    case "error":
    case "goodbye":
      return { type: "error", ...answer.fault, msg: faultText(wording.faults, answer.fault), key };
    default:
      return plainFields(answer);
  }
}

/** Answers that are written as they are. The parameter lists them, so a new answer does not compile until it is handled. */
function plainFields(answer: PlainAnswer | Extract<Answer, { type: "join" }>): object {
  return answer;
}
