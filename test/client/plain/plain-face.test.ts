/** What the ends of its streams are for somebody behind plain lines. */
import { describe, expect, test } from "bun:test";
import { PassThrough } from "node:stream";
import { plainFace } from "../../../src/client/plain/plain-face.ts";
import type { FaceSession } from "../../../src/client/face.ts";
import type { UserEvent } from "../../../src/client/session/event.ts";
import { systemRuntime } from "../../../src/client/clock.ts";
import { fakeCalendar } from "../terminal/harness.ts";
import { en } from "../../../src/locale/en.ts";
import { Sink } from "../../support/sink.ts";

/** What the session is told, as lines that a person can read; `heard` resolves with the next. */
function open(json = false, [typed, shown] = [false, false], takesMore = true) {
  const stdin = Object.assign(new PassThrough(), { isTTY: typed });
  const stdout = Object.assign(new PassThrough(), { isTTY: shown });
  const told: string[] = [];
  let heard = Promise.withResolvers<void>();
  const tell = (text: string): void => {
    told.push(text);
    heard.resolve();
    heard = Promise.withResolvers<void>();
  };
  const session: FaceSession = {
    dispatch: (event) => tell(textOf(event)),
    takesMore,
    setPaused: () => undefined,
  };
  const face = plainFace({
    catalogue: en,
    address: "localhost:12231",
    environment: {},
    stdin,
    stdout,
    stderr: new Sink(),
    signal: new AbortController().signal,
    session,
    json,
    preferences: {
      typing: false,
      notify: "off",
      bell: false,
      notifications: false,
      colour: "never",
      inputHistory: false,
      backlog: 0,
    },
    ports: { runtime: systemRuntime, calendar: fakeCalendar },
  });
  return { face, stdin, stdout, told, heard: () => heard.promise };
}

function textOf(event: UserEvent): string {
  if (event.type === "submitted") return `submit ${event.line} ${event.text}`;
  if (event.type === "inputFailed") return `inputFailed ${event.reason}`;
  if (event.type === "named") return `named ${event.nickname}`;
  return event.type === "leave" ? `leave ${event.mode}` : event.type;
}

describe("plainFace", () => {
  test("leaves at the end of its input, and waits for what was typed", async () => {
    const { stdin, told, heard } = open();
    stdin.end("hello");
    await heard();
    while (told.length < 2) await heard();
    expect(told).toEqual(["submit 1 hello", "leave full"]);
  });

  test("takes the end of its input for no answer while a nickname is asked for", async () => {
    const { face, stdin, told, heard } = open();
    face.ask(undefined);
    stdin.end();
    await heard();
    expect(told).toEqual(["named undefined"]);
  });

  test("takes the next line alone for the nickname that is asked for", async () => {
    const { face, stdin, told, heard } = open();
    face.ask("Why.");
    stdin.end("ann\nhello\n");
    while (told.length < 3) await heard();
    expect(told).toEqual(["named ann", "submit 2 hello", "leave full"]);
  });

  test("reads the nickname that is asked for, and nothing behind it, while the outbox is full", async () => {
    const { face, stdin, told, heard } = open(false, [false, false], false);
    stdin.write("ann\nhello\n");
    face.settled();
    face.ask("Why.");
    face.settled();
    while (told.length < 1) await heard();
    face.settled();
    expect(told).toEqual(["named ann"]);
  });

  test.each([false, true])("leaves when nobody reads what it writes, with json: %p", async (json) => {
    const { stdout, told, heard } = open(json);
    stdout.destroy(new Error("EPIPE"));
    await heard();
    expect(told).toEqual(["leave brief"]);
  });

  test.each([
    ["a terminal for both", [true, true], ""],
    ["a terminal whose output goes elsewhere", [true, false], "ann: hello\n"],
    ["a pipe shown at a terminal", [false, true], "ann: hello\n"],
  ])("writes what one has said unless it stands there already: %s", async (_, terminals, text) => {
    const { face, stdin, stdout, heard } = open(false, [terminals[0] === true, terminals[1] === true]);
    stdin.write("hello\n");
    await heard();
    face.show({ type: "message", room: "lobby", from: "ann", text: "hello", time: 0, own: true });
    expect(String(stdout.read() ?? "")).toBe(text);
  });
});
