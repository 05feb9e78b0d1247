/**
 * The classic form, as spoken by the old Python server: JSON objects without framing, with texts formatted for
 * display.
 *
 * The old client calls `recv(1024)` and parses what it gets as one object. So a frame is never longer than that, and
 * is padded to exactly that with spaces, which JSON allows after a value: even a client that finds many frames in its
 * socket reads them one by one.
 */
import type { Answer, Wording } from "./answers.ts";
import type { JsonForm } from "./json-form.ts";
import { faultText } from "./faults.ts";
import type { Fault } from "./faults.ts";
import { classicFrameBytesMax } from "./limits.ts";
import type { RequestType } from "./requests.ts";
import { splitText } from "./split-text.ts";
import { v2 } from "./v2.ts";
import { broadcastTag, listTag, directTag, stamp, systemTag } from "./stamp.ts";

export const classic: JsonForm = {
  name: "classic",
  variant: "classic",
  capabilities: { oneFramePerWrite: true, answersPings: false, crowdNotices: true, gaps: false },
  isLines: false,
  answer: answerFrames,
  entry: ({ time, from, to, text }) =>
    to === undefined
      ? textFrames({ type: "broadcast" }, stamp(time) + broadcastTag(from), text)
      : textFrames({ type: "single" }, stamp(time) + directTag(from, to), text),
  notice: ({ event, nickname, topic, to, time, silent = false }, wording) =>
    silent ? [] : systemFrames(time, wording.notices[event](nickname, to ?? topic ?? "")),
};

function answerFrames(answer: Answer, wording: Wording): readonly string[] {
  const { type } = answer;
  switch (type) {
    case "login":
      if (!answer.success) return refusal(answer.fault, wording, "login");
      return [frame({ type, success: true, msg: wording.loggedIn(answer.nickname, answer.server.name) })];
    case "ls":
      return frames({ type }, listTag, answer.members.map(({ nickname }) => `${nickname},`).join("\r\n"));
    case "help":
      return frames({ type }, "", wording.classicHelp);
    case "ignore": {
      const text = answer.ignoring ? wording.ignoring : wording.notIgnoring;
      return frames({ type, success: true }, stamp(answer.time) + systemTag, text);
    }
    case "pong":
      return [frame({ type })];
    case "repeat":
      return classic.entry(answer.entry);
    case "error":
      return refusal(answer.fault, wording, answer.regarding);
    case "absent":
      return systemFrames(answer.time, wording.notices.away(answer.nickname, answer.text));
    case "goodbye":
      return systemFrames(answer.time, faultText(wording.faults, answer.fault));
    default:
      // There is no classic form of this answer: the v2 one is sent, in a frame that the client can read.
      return v2.answer(answer, wording).map((line) => pad(line.trimEnd()));
  }
}

/** A refusal has the type of the answer where there is one, because old clients know no other. */
function refusal(fault: Fault, wording: Wording, regarding?: RequestType): readonly string[] {
  const text = faultText(wording.faults, fault);
  switch (regarding) {
    case "login":
      return [frame({ type: "login", success: false, msg: text })];
    case "ignore":
      return [frame({ type: "ignore", success: false, msg: `${systemTag}${text}\r\n` })];
    case "broadcast":
    case "ls":
    case "help":
      return [frame({ type: regarding, msg: `${systemTag}${text}\r\n` })];
    case "sendto":
      return [frame({ type: "single", msg: `${systemTag}${text}\r\n` })];
    default:
      // Old clients do not make such a request.
      return [frame({ type: "error", code: fault.code, msg: `${systemTag}${text}\r\n` })];
  }
}

/** A text of the server itself. */
function systemFrames(time: number, text: string): readonly string[] {
  return frames({ type: "system_msg" }, stamp(time) + systemTag, text);
}

/** A text of a person. In each frame, the first line follows the tag, and the others begin with a mark. */
function textFrames(fields: object, tag: string, text: string): readonly string[] {
  return frames(fields, tag, text.includes("\n") ? text.replaceAll("\n", "\r\n") : text, continuation);
}

/**
 * Begins each further line of a text. Old clients print texts as they are, and nothing the server says begins with
 * this: without it, a line of a message could look like `[ SYSTEM ] : …` or another person's message.
 */
const continuation = "| ";

/**
 * A text after its tag, in as many frames as it needs, each with the tag: split between lines or characters.
 *
 * @param mark begins all lines of a frame but its first
 */
function frames(fields: object, tag: string, text: string, mark = ""): readonly string[] {
  const marked = (part: string) => (mark === "" ? part : part.replaceAll("\r\n", `\r\n${mark}`));
  const whole = object(fields, `${tag}${marked(text)}\r\n`);
  if (bytesOf(whole) <= classicFrameBytesMax) return [pad(whole)];
  const room = classicFrameBytesMax - bytesOf(object(fields, `${tag}\r\n`));
  const parts = splitText(text, room, (part) => sizeOf(marked(part)));
  return parts.map((part) => frame({ ...fields, msg: `${tag}${marked(part)}\r\n` }));
}

function sizeOf(text: string): number {
  return bytesOf(JSON.stringify(text)) - 2;
}

function object(fields: object, msg: string): string {
  return JSON.stringify({ ...fields, msg });
}

function frame(fields: object): string {
  return pad(JSON.stringify(fields));
}

function pad(json: string): string {
  return json + " ".repeat(Math.max(0, classicFrameBytesMax - bytesOf(json)));
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
