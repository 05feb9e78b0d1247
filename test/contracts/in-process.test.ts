/**
 * Clients and their server in one process, over the ports alone: no socket, no clock, no chance and no terminal of the
 * machine's, as faces for people elsewhere will be.
 */
import { expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { Driver } from "../../src/client/driver.ts";
import { join as joinRoom } from "../../src/client/join.ts";
import type { ClientStore } from "../../src/client/ports.ts";
import type { SavedSession } from "../../src/client/session/saved-session.ts";
import type { ShownEvent } from "../../src/client/shown-event.ts";
import { bellOnly } from "../../src/client/terminal/screen/attention.ts";
import type { TerminalFace } from "../../src/client/terminal/terminal.ts";
import { openTerminal } from "../../src/client/terminal/terminal.ts";
import type { Catalogue } from "../../src/locale/catalogue.ts";
import { en } from "../../src/locale/en.ts";
import { fr } from "../../src/locale/fr.ts";
import { zh } from "../../src/locale/zh.ts";
import { fakeCalendar, FakeInput, FakeOutput } from "../client/terminal/harness.ts";
import { connectTo, runtimeOf } from "../support/in-process.ts";
import { openRoom } from "../support/room.ts";
import { Sink } from "../support/sink.ts";

function open() {
  const { hub, scheduler } = openRoom();
  const join = (nickname: string, catalogue = en, show: (event: ShownEvent) => void = () => undefined) => {
    const shown: ShownEvent[] = [];
    const driver = new Driver({
      session: {
        host: "here",
        address: "here",
        nickname,
        keyPrefix: nickname,
        canAsk: false,
        completes: false,
        backlog: 0,
        catalogue,
      },
      connect: connectTo(hub, scheduler),
      runtime: runtimeOf(scheduler),
      openFace: () => ({
        show: (event) => {
          shown.push(event);
          show(event);
        },
        whenShown: (call) => call(),
        setNicknames: () => undefined,
        ask: () => undefined,
        settled: () => undefined,
      }),
    });
    const ended = driver.run();
    scheduler.pass(100);
    const texts = () => shown.flatMap((one) => (one.type === "message" ? [`${one.from}: ${one.text}`] : []));
    return { driver, ended, shown, texts };
  };
  /** Somebody joins at a terminal of their own. */
  const sit = (nickname: string, { columns, rows, catalogue, hours }: Place) => {
    const input = new FakeInput();
    const output = new FakeOutput(columns, rows, "all");
    const zoned = (time: number) => new Date(time + hours * hourMs);
    const face: TerminalFace = openTerminal({
      input,
      output,
      catalogue,
      session: { dispatch: (event) => client.driver.dispatch(event) },
      address: "here",
      commands: [],
      palette: "none",
      links: false,
      signals: bellOnly,
      reflow: "all",
      clock: runtimeOf(scheduler),
      calendar: {
        timeText: (time) => zoned(time).toISOString().slice(11, 16),
        dayOf: (time) => Math.floor(zoned(time).getTime() / (24 * hourMs)),
        dayText: (time) => zoned(time).toISOString().slice(0, 10),
        today: () => Math.floor(zoned(scheduler.now()).getTime() / (24 * hourMs)),
      },
    });
    const client = join(nickname, catalogue, (event) => face.show(event));
    scheduler.pass(500);
    const type = (text: string): void => {
      input.emit("data", new TextEncoder().encode(text));
      scheduler.pass(100);
    };
    return { input, type, lines: () => output.emulator.lines() };
  };
  return { hub, scheduler, join, sit };
}

const hourMs = 3_600_000;

const preferences = {
  typing: true,
  notify: "mentions",
  bell: true,
  notifications: true,
  colour: "never",
  inputHistory: true,
  backlog: 20,
} as const;

interface Place {
  readonly columns: number;
  readonly rows: number;
  readonly catalogue: Catalogue;
  /** Before UTC. */
  readonly hours: number;
}

test("several clients talk with their server in one process", async () => {
  const { scheduler, join } = open();
  const [ann, bob, wei] = [join("ann"), join("bob"), join("wei", zh)];
  ann.driver.dispatch({ type: "submitted", text: "hello" });
  bob.driver.dispatch({ type: "submitted", text: "@wei 你好" });
  scheduler.pass(100);
  expect(ann.texts()).toEqual(["ann: hello"]);
  expect(bob.texts()).toEqual(["ann: hello", "bob: 你好"]);
  expect(wei.texts()).toEqual(["ann: hello", "bob: 你好"]);
  ann.driver.dispatch({ type: "leave", mode: "brief" });
  scheduler.pass(1_000);
  expect(await ann.ended).toMatchObject({ unsent: 0, unacknowledged: 0 });
});

test("three faces over streams in one process, each of its own size, language and time zone", async () => {
  const { scheduler, sit } = open();
  const ann = sit("ann", { columns: 60, rows: 10, catalogue: en, hours: 0 });
  const bob = sit("bob", { columns: 30, rows: 8, catalogue: fr, hours: 9 });
  const wei = sit("wei", { columns: 100, rows: 24, catalogue: zh, hours: -5 });
  const said = "a message that is longer than thirty columns";
  ann.type(`${said}\r`);
  scheduler.pass(500);
  const screens = await Promise.all([ann, bob, wei].map(({ lines }) => lines()));
  const hour = new Date(scheduler.now()).getUTCHours();
  const clock = (hours: number) => String((hour + hours + 24) % 24).padStart(2, "0");
  const joined = screens.map((lines) => lines.map((line) => line.trim()).join(" "));
  expect(joined[0]).toContain(`${clock(0)}:`);
  expect(joined[1]).toContain(`${clock(9)}:`);
  expect(joined[2]).toContain(`${clock(-5)}:`);
  for (const screen of joined) expect(screen.replaceAll(/\s+/g, " ")).toContain(said);
  expect(Math.max(...(screens[1] ?? []).map((line) => line.length))).toBeLessThanOrEqual(30);
  expect(joined[2]).toContain("wei");
  expect(joined[1]).not.toEqual(joined[0]);
});

test("a face over streams of its own can neither stop the process nor open an editor", async () => {
  const { scheduler, sit } = open();
  const listeners = (["SIGTSTP", "SIGCONT"] as const).map((name) => process.listenerCount(name));
  const ann = sit("ann", { columns: 80, rows: 10, catalogue: en, hours: 0 });
  ann.type("text\x1a");
  ann.type("\x1be");
  scheduler.pass(500);
  expect((["SIGTSTP", "SIGCONT"] as const).map((name) => process.listenerCount(name))).toEqual(listeners);
  const lines = await ann.lines();
  expect(lines.some((line) => line.includes(en.face.noEditor))).toBe(true);
  expect(lines.at(-1)).toContain("> text");
  expect([ann.input.raw, ann.input.paused]).toEqual([true, false]);
});

test("a client in the server's process finds out about silence by the time it is given", () => {
  const { hub, scheduler, join } = open();
  const ann = join("ann");
  const links = () => ann.shown.flatMap((one) => (one.type === "link" ? [one.link.state] : []));
  expect(links().at(-1)).toBe("online");
  scheduler.pass(hourMs);
  expect(links().at(-1)).toBe("online");
  void hub.stop();
  scheduler.pass(10_000);
  expect(links()).toContain("offline");
});

/** What is kept for the next run, in this process's memory. */
function memoryStore() {
  let kept: SavedSession | undefined;
  const store: ClientStore = {
    restore: () => kept,
    save: (_, saved) => void (kept = saved),
    journal: () => undefined,
    refused: false,
    folder: undefined,
    kept: 0,
    release: () => undefined,
  };
  return { store, kept: () => kept };
}

test("join runs over streams, with a connection, a calendar, a language and a store of its own, and no files", async () => {
  const { hub, scheduler } = openRoom();
  const home = mkdtempSync(path.join(tmpdir(), "chat-in-process-"));
  const { store, kept } = memoryStore();
  const tokens: (string | undefined)[] = [];
  for (const text of ["bonjour", "encore"]) {
    const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    const stdout = Object.assign(new Sink(), { isTTY: true, columns: 60, rows: 12 });
    const controller = new AbortController();
    const ended = joinRoom({
      host: "here",
      port: 1,
      nickname: "ann",
      catalogue: fr,
      json: false,
      plain: false,
      preferences,
      environment: { HOME: home, TERM: "xterm" },
      stdin,
      stdout,
      stderr: new Sink(),
      signal: controller.signal,
      ports: {
        connect: connectTo(hub, scheduler),
        runtime: runtimeOf(scheduler),
        calendar: { ...fakeCalendar, timeText: () => "23:45" },
        store,
      },
    });
    scheduler.pass(500);
    stdin.emit("data", Buffer.from(`${text}\r`));
    scheduler.pass(500);
    expect(stdout.text).toContain(`23:45`);
    expect(stdout.text).toContain(text);
    controller.abort();
    scheduler.pass(2_000);
    expect(await ended).toEqual({ code: 0 });
    tokens.push(kept()?.token);
  }
  expect(tokens[0]).toBeString();
  expect(tokens[1]).toBe(tokens[0]);
  expect(readdirSync(home)).toEqual([]);
  rmSync(home, { recursive: true });
});
