/**
 * The classic form, as the old Python room spoke it: JSON objects without framing, texts made for showing. Must not
 * know sessions or sockets.
 *
 * The old client does `recv(1024)` and parses what it got as one object. So a frame is never longer than that, and it
 * is filled up to exactly that with spaces, which JSON allows behind a value: even a client that slept and finds many
 * frames in its socket reads them one by one.
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
  capabilities: { oneFramePerWrite: true, answersPings: false, crowdNotices: true },
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
      // A classic session that asks for what is not in its form is answered as a v2 one, in frames it can read.
      return v2.answer(answer, wording).map((line) => pad(line.trimEnd()));
  }
}

/** A refusal comes in the answer's own type where there is one, since old clients know no other. */
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
      // Of a request that old clients do not make.
      return [frame({ type: "error", code: fault.code, msg: `${systemTag}${text}\r\n` })];
  }
}

/** What the room itself says. */
function systemFrames(time: number, text: string): readonly string[] {
  return frames({ type: "system_msg" }, stamp(time) + systemTag, text);
}

/** What a person wrote. Of each frame, the first line stands behind the tag, and the others bear a mark in front. */
function textFrames(fields: object, tag: string, text: string): readonly string[] {
  return frames(fields, tag, text.includes("\n") ? text.replaceAll("\n", "\r\n") : text, continuation);
}

/**
 * In front of each further line of a text. Old clients print texts as they are, and nothing of the server's begins with
 * this: without it, a line of a message could be `[ SYSTEM ] : …`, or another person's.
 */
const continuation = "| ";

/**
 * A text behind its tag, in as many frames as it takes, each with the tag: cut between lines or characters.
 *
 * @param mark is put in front of all lines of a frame but its first
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
