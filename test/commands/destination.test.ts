/** Where `chat join` goes, and as whom: by the command line, by the places of before, or by what somebody answers. */
import { afterAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { identityFile } from "../../src/client/identity/identity-file.ts";
import { stateFolder } from "../../src/client/identity/platform-folders.ts";
import { emptySavedSession } from "../../src/client/session/saved-session.ts";
import { parseArguments } from "../../src/commands/arguments.ts";
import type { Context } from "../../src/commands/command.ts";
import { destinationOf } from "../../src/commands/destination.ts";
import { joinCommand } from "../../src/commands/join.ts";
import { en } from "../../src/locale/en.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { Watch } from "../support/watch.ts";

setDefaultTimeout(testTimeoutMs);

const folders = mkdtempSync(join(tmpdir(), "chat-destination-"));
afterAll(() => rmSync(folders, { recursive: true }));

let environment: Readonly<Record<string, string>>;
beforeEach(() => {
  environment = { HOME: mkdtempSync(join(folders, "home-")), TERM: "xterm-256color", TZ: "UTC" };
});

function remember(nickname: string, host: string, port: number, joinedAt: number): void {
  const file = identityFile(stateFolder(environment) ?? "", `${host}:${port}`, nickname);
  file.write(emptySavedSession, { host, port, nickname, joinedAt });
}

/** Somebody at a terminal who types `chat join` with these arguments. */
function atTerminal(...parameters: readonly string[]) {
  const parsed = parseArguments(joinCommand, parameters, { environment });
  if (!parsed.ok) throw new Error(parsed.problem.code);
  const terminal = { isTTY: true, columns: 80, rows: 24, setRawMode: () => undefined };
  const [stdin, stdout] = [new PassThrough(), new PassThrough()].map((stream) =>
    Object.assign(stream, terminal),
  );
  if (stdin === undefined || stdout === undefined) throw new Error("no streams");
  const stop = new AbortController();
  const stderr = new PassThrough();
  const context: Context = {
    environment,
    stdin,
    stdout,
    stderr,
    signal: stop.signal,
    language: "en",
    catalogue: en,
  };
  const watch = new Watch();
  let out = "";
  stdout.on("data", (chunk: Buffer) => {
    out += Bun.stripANSI(String(chunk));
    watch.changed();
  });
  const destination = (lines = false) => destinationOf(parsed.given, context, lines);
  return {
    destination,
    /** All of `chat join`. */
    run: () => joinCommand.run(parsed.given, context),
    error: () => String(stderr.read() ?? ""),
    type: (keys: string) => void stdin.write(keys),
    until: (text: string) =>
      watch.until(
        () => out.includes(text) || undefined,
        () => `${text}\n${out}`,
      ),
    out: () => out,
    stop: () => stop.abort(),
  };
}

const [down, enter, ctrlC] = ["\x1b[B", "\r", "\x03"];

describe("destinationOf, with an address,", () => {
  test("takes it apart, and the nickname in front of it", async () => {
    expect(await atTerminal("bob@[::1]:5000").destination()).toEqual({
      host: "::1",
      port: 5000,
      nickname: "bob",
      again: false,
    });
  });

  test("takes the nickname of the last time at this very address, and says so", async () => {
    remember("old", "example.org", 12_231, 5);
    remember("ann", "example.org", 12_231, 7);
    remember("eve", "example.org", 5_000, 9);
    expect(await atTerminal("example.org").destination()).toMatchObject({ nickname: "ann", again: true });
    expect(await atTerminal("example.net").destination()).toMatchObject({
      nickname: undefined,
      again: false,
    });
    expect(await atTerminal("bob@example.org").destination()).toMatchObject({
      nickname: "bob",
      again: false,
    });
  });
});

describe("destinationOf, without an address,", () => {
  test("asks nobody where lines are all that may be shown", async () => {
    remember("ann", "example.org", 12_231, 5);
    const person = atTerminal();
    expect(await person.destination(true)).toBe("unknown");
    expect(person.out()).toBe("");
  });

  test("asks for an address where one was nowhere yet, until it is one", async () => {
    const person = atTerminal("--nick", "ann");
    const destination = person.destination();
    await person.until("Which address?");
    person.type(`nonsense:${enter}`);
    await person.until("is not an address");
    person.type(`\x15 example.org:5000 ${enter}`);
    expect(await destination).toEqual({ host: "example.org", port: 5000, nickname: "ann", again: false });
  });

  test("offers the places of before, the last one first, with the port where it is another than most", async () => {
    remember("ann", "example.org", 12_231, Date.UTC(2026, 0, 2, 3, 4));
    remember("eve", "::1", 5_000, Date.UTC(2026, 0, 3, 4, 5));
    // Whoever one was there wins over the nickname that is set for everywhere.
    environment = { ...environment, CHAT_NICK: "sam" };
    const person = atTerminal();
    const destination = person.destination();
    await person.until(en.arrival.anotherPlace);
    const rows = person.out().split("\n");
    const places = rows.filter((row) => row.includes("@"));
    expect(places[0]).toMatch(/eve@\[::1\]:5000 .*3/);
    expect(places[1]).toMatch(/ann@example\.org .*2/);
    person.type(down + enter);
    expect(await destination).toEqual({ host: "example.org", port: 12_231, nickname: "ann", again: false });
  });

  test("offers a place whose address has colons with its brackets, and without the port of most", async () => {
    remember("eve", "::1", 12_231, 5);
    const person = atTerminal();
    const destination = person.destination();
    await person.until(en.arrival.anotherPlace);
    expect(person.out()).toMatch(/eve@\[::1\](?!:)/);
    person.type(enter);
    expect(await destination).toMatchObject({ host: "::1", port: 12_231, nickname: "eve" });
  });

  test("goes to a place of before under the nickname that is given", async () => {
    remember("ann", "example.org", 5_000, 5);
    const person = atTerminal("--nick", "eve");
    const destination = person.destination();
    await person.until(en.arrival.anotherPlace);
    person.type(enter);
    expect(await destination).toEqual({ host: "example.org", port: 5_000, nickname: "eve", again: false });
  });

  test("takes what was typed to find a place for the beginning of another one's address", async () => {
    remember("ann", "example.org", 12_231, 5);
    const person = atTerminal();
    const destination = person.destination();
    await person.until(en.arrival.anotherPlace);
    person.type("example.n");
    person.type(enter);
    await person.until("Which address?");
    person.type(`et${enter}`);
    expect(await destination).toMatchObject({ host: "example.net", nickname: undefined });
  });

  test.each([
    ["a place", true],
    ["an address", false],
  ])("goes nowhere with somebody who leaves when they are asked for %s", async (_, isKnown) => {
    if (isKnown) remember("ann", "example.org", 12_231, 5);
    const person = atTerminal();
    const destination = person.destination();
    await person.until(isKnown ? en.arrival.anotherPlace : en.arrival.whichAddress);
    person.type(ctrlC);
    expect(await destination).toBe("nowhere");
  });

  test("ends well, and without a word, with somebody who leaves", async () => {
    const person = atTerminal();
    const code = person.run();
    await person.until("Which address?");
    person.type(ctrlC);
    expect([await code, person.error()]).toEqual([0, ""]);
  });

  test("goes nowhere when the program is told to end meanwhile", async () => {
    const person = atTerminal();
    const destination = person.destination();
    await person.until("Which address?");
    person.stop();
    expect(await destination).toBe("nowhere");
  });
});
