/**
 * What is otherwise today than the recordings in `test/fixtures` have it, on purpose. The recordings are never changed:
 * whoever changes what others see writes it down here, with the number of the finding, and says in words what is
 * otherwise. A mark that changes nothing fails, too.
 */
import type { Change, Finding } from "../support/exchange/replay.ts";

/** Steps of conversations at which a server of today says something else: all that is heard at the step, by everybody. */
export const changedSteps: readonly Change[] = [
  {
    finding: "C17",
    changedBy: "a refused request is no fault: ten of them close nothing",
    conversation: "v2-ten-refused",
    step: 12,
    hear: {
      ann: [
        line({
          type: "error",
          code: "room_name",
          graphemesMax: 32,
          msg: "A room's name has 1 to 32 characters, no spaces, and does not begin with @ or /.",
          key: "e9",
        }),
      ],
    },
  },
  {
    finding: "C3",
    changedBy: "every message of 12 KiB is accepted, however its JSON is written",
    conversation: "v2-refusals",
    step: 25,
    hear: {
      ann: [
        line({
          type: "error",
          code: "message_too_long",
          bytesMax: 12_288,
          msg: "That message is longer than 12288 bytes. Send it in parts.",
          key: "m3",
        }),
      ],
    },
  },
  {
    finding: "C3",
    changedBy: "every message of 12 KiB is accepted, however its JSON is written",
    conversation: "v2-refusals",
    step: 27,
    hear: { ann: [quotes()], bob: [quotes()] },
  },
  {
    finding: "S12",
    changedBy: "further lines of a message stand behind a bar for old clients",
    conversation: "classic",
    step: 21,
    hear: {
      ann: [shown("broadcast", "[vera] : two\r\n| lines")],
      bob: [shown("broadcast", "[vera] : two\r\n| lines")],
      vera: [
        line({
          type: "broadcast",
          room: "lobby",
          seq: 3,
          time: 0,
          from: "vera",
          msg: "two\nlines",
          key: "v2",
        }),
      ],
    },
  },
  {
    finding: "S12",
    changedBy: "further lines of a message stand behind a bar for old clients",
    conversation: "classic",
    step: 22,
    hear: {
      ann: [shown("broadcast", "[vera] : x\r\n| [ SYSTEM ] : the room is closed")],
      bob: [shown("broadcast", "[vera] : x\r\n| [ SYSTEM ] : the room is closed")],
      vera: [
        line({
          type: "broadcast",
          room: "lobby",
          seq: 4,
          time: 0,
          from: "vera",
          msg: "x\n[ SYSTEM ] : the room is closed",
          key: "v3",
        }),
      ],
    },
  },
  {
    finding: "S12",
    changedBy: "further lines of a message stand behind a bar for old clients",
    conversation: "classic",
    step: 23,
    hear: {
      bob: [shown("single", "[ vera CHATTING TO bob ] : for\r\n| bob")],
      vera: [line({ type: "single", seq: 2, time: 0, from: "vera", to: "bob", msg: "for\nbob", key: "v4" })],
    },
  },
  {
    finding: "S13",
    changedBy: "HTTP clients are told so at once, whatever the verb",
    conversation: "http-verbs",
    step: 2,
    hear: { get: [...httpRefusal()] },
  },
  {
    finding: "S13",
    changedBy: "HTTP clients are told so at once, whatever the verb",
    conversation: "http-verbs",
    step: 4,
    hear: { post: [...httpRefusal()] },
  },
];

/** A message of 9,000 quotes, which once was too long as JSON. */
function quotes(): string {
  return line({
    type: "broadcast",
    room: "lobby",
    seq: 1,
    time: 0,
    from: "ann",
    msg: '"'.repeat(9_000),
    key: "m4",
  });
}

/** A line of v2. */
function line(fields: object): string {
  return `${JSON.stringify(fields)}\n`;
}

/** A stamped text to a classic session. */
function shown(type: "broadcast" | "single", text: string) {
  return { padded: JSON.stringify({ type, msg: `[TIME : Wed Nov 25 12:36:30 2026]\r\n${text}\r\n` }) };
}

/** What an HTTP client is told before the connection is closed. */
function httpRefusal() {
  const text = "This is a chat server, not a web server. Join it in a terminal with: chat join HOST\n";
  const head = ["400 Bad Request", "Connection: close", "Content-Type: text/plain; charset=utf-8"];
  const lines = [`HTTP/1.1 ${head.join("\r\n")}`, `Content-Length: ${text.length}`, "", text].join("\r\n");
  return [...(lines.match(/[^\n]*\n/g) ?? []), { closed: true as const }];
}

/** Runs of programs that ask for, show or end with something else: what is expected in place of what was recorded. */
export interface ChangedRun {
  readonly finding: Finding;
  readonly changedBy: string;
  readonly program: string;
  readonly code?: number;
  readonly out?: string;
  /** How each request that differs begins, as the test tells it. */
  readonly problems?: readonly string[];
}

export const changedRuns: readonly ChangedRun[] = [
  // A server of 0.1.0 cannot read it, which is known from its login answer: the client leaves instead of sending it.
  {
    finding: "C3",
    changedBy: "every message of 12 KiB is accepted, however its JSON is written",
    program: "send-quotes",
    problems: ['.room: "lobby"', '.type: "leave"', ".msg: undefined", ".key: undefined"],
  },
];
