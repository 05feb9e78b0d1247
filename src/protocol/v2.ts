/**
 * The v2 dialect: one JSON object a line, with fields for programs beside the words of the classic one. Must not know
 * sessions or sockets.
 */
import type { Answer, Notice, Wording } from "./answers.ts";
import type { Dialect } from "./dialect.ts";
import type { Entry } from "./entry.ts";
import { assertNever, faultText } from "./faults.ts";
import type { Request } from "./requests.ts";

export const v2: Dialect = {
  name: "v2",
  paced: false,
  answer: (answer, wording) => [line(answerFields(answer, wording))],
  entry: (entry) => [line(entryFields(entry))],
  notice: (notice, wording) => [line(noticeFields(notice, wording))],
};

/** A request as a client sends it, to a v2 server or a classic one: the old server reads the words it knows. */
export function encodeRequest(request: Request): string {
  const { type, key } = request;
  switch (type) {
    case "login":
      return line({ type, msg: request.nickname, v: request.version === 2 ? 2 : undefined, key });
    case "broadcast":
      return line({ type, msg: request.text, key });
    case "sendto":
      return line({ type, nickname: request.nickname, msg: request.text, key });
    case "ls":
    case "help":
    case "ignore":
    case "ping":
      return line({ type, msg: null, key });
    default:
      return assertNever(type);
  }
}

function line(fields: object): string {
  return `${JSON.stringify(fields)}\n`;
}

function entryFields({ log, seq, time, from, to, text, key }: Entry): object {
  return to === undefined
    ? { type: "broadcast", room: log, seq, time, from, msg: text, key }
    : { type: "single", seq, time, from, to, msg: text, key };
}

function noticeFields({ event, nickname, room, time }: Notice, wording: Wording): object {
  return { type: "system_msg", event, nickname, room, time, msg: wording.notices[event](nickname) };
}

function answerFields(answer: Answer, wording: Wording): object {
  const { type, key } = answer;
  switch (type) {
    case "login": {
      if (!answer.success)
        return { type, success: false, ...answer.fault, msg: faultText(wording.faults, answer.fault), key };
      const { nickname, server } = answer;
      return {
        type,
        success: true,
        v: 2,
        nickname,
        server,
        msg: wording.loggedIn(nickname, server.name),
        key,
      };
    }
    case "ls":
      return { type, room: answer.room, members: answer.nicknames.map((nickname) => ({ nickname })), key };
    case "help":
      return { type, msg: wording.classicHelp, key };
    case "ignore": {
      const { ignoring } = answer;
      return { type, success: true, ignoring, msg: ignoring ? wording.ignoring : wording.notIgnoring, key };
    }
    case "pong":
      return { type, key };
    case "repeat":
      return { ...entryFields(answer.entry), repeat: true };
    case "error":
    case "goodbye":
      return { type: "error", ...answer.fault, msg: faultText(wording.faults, answer.fault), key };
    default:
      return assertNever(type);
  }
}
