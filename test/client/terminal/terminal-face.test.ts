/** What of a person at a terminal is kept on disk. */
import { afterAll, expect, jest, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { join as joinRoom } from "../../../src/client/join.ts";
import { processPorts } from "../../../src/client/process-ports.ts";
import { spinnerDelayMs, spinnerPauseMs } from "../../../src/client/limits.ts";
import { terminalFace } from "../../../src/client/terminal/terminal-face.ts";
import type { Preferences } from "../../../src/client/preferences.ts";
import type { FaceSession } from "../../../src/client/face.ts";
import { en } from "../../../src/locale/en.ts";
import { openServer } from "../../support/server.ts";
import { Sink } from "../../support/sink.ts";
import { watchStream } from "../../support/watched-stream.ts";

const home = mkdtempSync(join(tmpdir(), "chat-face-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const nothing = (): void => undefined;
const preferences = {
  typing: true,
  notify: "mentions",
  bell: true,
  notifications: true,
  colour: "never",
  inputHistory: true,
  backlog: 0,
} as const;

/** Somebody at a terminal who keeps things here. */
function sitDown(
  folder: string,
  inputHistory = true,
  { term = "xterm", ...preferred }: Partial<Preferences> & { readonly term?: string } = {},
) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: nothing });
  const stdout = Object.assign(new Sink(), { isTTY: true, columns: 80, rows: 24 });
  const submitted: string[] = [];
  const session: FaceSession = {
    dispatch: (event) => event.type === "submitted" && submitted.push(event.text),
    takesMore: true,
    setPaused: nothing,
  };
  const environment = { HOME: home, XDG_STATE_HOME: folder, TERM: term };
  const server = { host: "localhost", port: 12231 };
  const ports = processPorts({ ...server, catalogue: en, environment, preferences: { inputHistory } });
  ports.store?.restore("ann");
  const face = terminalFace({
    catalogue: en,
    address: "localhost:12231",
    environment,
    stdin,
    stdout,
    stderr: new Sink(),
    signal: new AbortController().signal,
    session,
    json: false,
    preferences: { ...preferences, ...preferred },
    ports,
  });
  const release = (): void => ports.store?.release();
  return { stdin, stdout, submitted, face, release };
}

/** Somebody types these lines, and leaves while they write another. Gives what was submitted and what is on disk. */
async function typeAndLeave(lines: readonly string[], { inputHistory }: { readonly inputHistory: boolean }) {
  const folder = mkdtempSync(join(home, "run-"));
  const { stdin, submitted, face, release } = sitDown(folder, inputHistory);
  face?.show({ type: "link", link: { state: "online", nickname: "ann", server: "Room" } });
  stdin.emit("data", Buffer.from(`${lines.map((line) => `${line}\r`).join("")}unfinished`));
  await face?.close(undefined);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const draft = files.some((name) => name.endsWith("ann.draft"));
  release();
  const path = join(folder, "chat", "input-history");
  const kept = existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n") : [];
  return { submitted, kept, draft };
}

const typed = ["hello", "/nonsense hunter2", "/msg bob hi", "/usage", "/login hunter2", "//slash"];

test("terminalFace keeps what was typed, but no command that there is not, which may be a secret mistyped", async () => {
  expect(await typeAndLeave(typed, { inputHistory: true })).toEqual({
    submitted: typed,
    kept: [`"hello"`, `"/msg bob hi"`, `"//slash"`],
    draft: true,
  });
});

test("terminalFace keeps nothing for somebody who does not want it, neither lines nor what is being written", async () => {
  expect(await typeAndLeave(typed, { inputHistory: false })).toEqual({
    submitted: typed,
    kept: [],
    draft: false,
  });
});

test.each([
  ["both", {}, true, true],
  ["no bell", { bell: false }, false, true],
  ["no notifications", { notifications: false }, true, false],
  ["neither", { bell: false, notifications: false }, false, false],
])("terminalFace calls somebody who wants %s so", async (_, wanted, rings, notifies) => {
  const { stdout, face, release } = sitDown(home, false, { term: "foot", ...wanted });
  face?.show({ type: "link", link: { state: "online", nickname: "ann", server: "Room" } });
  const hi = { room: "lobby", from: "bob", text: "hi", time: 0, own: false };
  face?.show({ type: "message", ...hi, to: "ann" });
  // It rings with the frame that shows it.
  while (!stdout.text.includes("hi")) await new Promise(setImmediate);
  await face?.close(undefined);
  release();
  expect([stdout.text.includes("\x07"), stdout.text.includes("\x1b]777;notify")]).toEqual([rings, notifies]);
});

test.each([
  ["auto", "xterm-256color", true, true],
  ["auto", "vt100", true, false],
  ["always", "vt100", true, true],
  ["never", "xterm-256color", false, false],
] as const)("terminalFace shows colours as they are wanted: %s in %s", async (colour, term, some, all) => {
  const { stdout, face, release } = sitDown(home, false, { term, colour });
  face?.show({ type: "link", link: { state: "online", nickname: "ann", server: "Room" } });
  face?.show({ type: "message", room: "lobby", from: "bob", text: "hi", time: 0, own: false });
  await face?.close(undefined);
  release();
  // oxlint-disable-next-line no-control-regex -- what a terminal is sent
  expect([/\x1b\[\d[\d;]*m/.test(stdout.text), stdout.text.includes("38;5;")]).toEqual([some, all]);
});

test("terminalFace takes the line that shows the connecting away when it is let in, for good", async () => {
  jest.useFakeTimers();
  const { stdout, face, release } = sitDown(home);
  face?.show({ type: "link", link: { state: "connecting" } });
  jest.advanceTimersByTime(spinnerDelayMs);
  face?.show({ type: "link", link: { state: "online", nickname: "ann", server: "Room" } });
  const { length } = stdout.text;
  jest.advanceTimersByTime(10 * spinnerPauseMs);
  expect(stdout.text.slice(length)).not.toContain(en.client.connecting("localhost:12231"));
  jest.useRealTimers();
  await face?.close(undefined);
  release();
});

test("terminalFace leaves no line behind, and shows none later, when it is closed before it is let in", async () => {
  jest.useFakeTimers();
  const { stdout, face, release } = sitDown(home);
  face?.show({ type: "link", link: { state: "connecting" } });
  jest.advanceTimersByTime(spinnerDelayMs);
  expect(stdout.text).toContain(en.client.connecting("localhost:12231"));
  await face?.close(undefined);
  expect(stdout.text).toEndWith("\r\u001b[2K\u001b[?25h");
  const { length } = stdout.text;
  jest.advanceTimersByTime(spinnerPauseMs);
  jest.useRealTimers();
  expect(stdout.text).toHaveLength(length);
  release();
});

test("join that is told to stop keeps what is being written, in the last moment, too", async () => {
  await using server = await openServer();
  const state = mkdtempSync(join(home, "run-"));
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: nothing });
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  const [out, controller] = [watchStream(stdout), new AbortController()];
  const place = { host: "127.0.0.1", port: server.port, nickname: "ann", catalogue: en };
  const environment = { HOME: home, XDG_STATE_HOME: state, TERM: "xterm" };
  const streams = { stdin, stdout, stderr: new Sink(), signal: controller.signal };
  const ports = processPorts({ ...place, environment, preferences });
  const end = joinRoom({ ...place, ...streams, json: false, plain: false, preferences, environment, ports });
  await out.until("You are ann");
  stdin.emit("data", Buffer.from("unfinished"));
  controller.abort();
  expect(await end).toEqual({ code: 0 });
  const files = readdirSync(state, { recursive: true, encoding: "utf8" });
  const draft = files.find((name) => name.endsWith("ann.draft")) ?? "";
  expect(readFileSync(join(state, draft), "utf8")).toContain("unfinished");
  expect(files.filter((name) => name.endsWith(".lock"))).toEqual([]);
});
