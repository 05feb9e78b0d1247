/** What of a person at a terminal is kept on disk. */
import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { terminalVenue } from "../../src/client/terminal-venue.ts";
import type { Visitor } from "../../src/client/venue.ts";
import { en } from "../../src/locale/en.ts";
import { Sink } from "../support/sink.ts";

const home = mkdtempSync(join(tmpdir(), "chat-venue-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const nothing = (): void => undefined;

/** Somebody types these lines, and leaves while they write another. Gives what was submitted and what is on disk. */
async function typeAndLeave(lines: readonly string[], { history }: { readonly history: boolean }) {
  const folder = mkdtempSync(join(home, "run-"));
  const draft = join(folder, "draft");
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: nothing });
  const stdout = Object.assign(new Sink(), { isTTY: true, columns: 80, rows: 24 });
  const submitted: string[] = [];
  const visitor: Visitor = {
    submit: (text) => void submitted.push(text),
    inputFailed: nothing,
    go: nothing,
    shownFrom: nothing,
    typing: nothing,
    named: nothing,
    leave: nothing,
    takesMore: true,
    setPaused: nothing,
  };
  const preferences = {
    typing: true,
    notify: "mentions",
    bell: true,
    notifications: true,
    colour: "never",
    history,
    backlog: 0,
  } as const;
  const venue = terminalVenue({
    catalogue: en,
    address: "localhost:12231",
    environment: { HOME: home, XDG_STATE_HOME: folder, TERM: "xterm" },
    stdin,
    stdout,
    stderr: new Sink(),
    signal: new AbortController().signal,
    visitor,
    json: false,
    preferences,
    pathFor: () => draft,
  });
  venue?.show({ type: "link", link: { state: "online", nickname: "ann", server: "Room" } });
  stdin.emit("data", Buffer.from(`${lines.map((line) => `${line}\r`).join("")}unfinished`));
  await venue?.close(undefined);
  const path = join(folder, "chat", "input-history");
  const kept = existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n") : [];
  return { submitted, kept, draft: existsSync(draft) };
}

const typed = ["hello", "/nonsense hunter2", "/msg bob hi", "/usage", "/login hunter2", "//slash"];

test("terminalVenue keeps what was typed, but no command that there is not, which may be a secret mistyped", async () => {
  expect(await typeAndLeave(typed, { history: true })).toEqual({
    submitted: typed,
    kept: [`"hello"`, `"/msg bob hi"`, `"//slash"`],
    draft: true,
  });
});

test("terminalVenue keeps nothing for somebody who does not want it, neither lines nor what is being written", async () => {
  expect(await typeAndLeave(typed, { history: false })).toEqual({ submitted: typed, kept: [], draft: false });
});
