/**
 * What a client of an earlier generation left in somebody's home, after it was killed with messages that waited: who they
 * are, what waits, what they were writing, where they were, how they like it.
 */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { identityFile } from "../../src/client/identity/identity-file.ts";
import { Identity } from "../../src/client/identity/identity.ts";
import { Journal } from "../../src/client/identity/journal.ts";
import { lastNickname, recentServers } from "../../src/client/identity/recent-servers.ts";
import { stateFolder } from "../../src/client/identity/platform-folders.ts";
import { systemClock } from "../../src/client/clock.ts";
import type { KeyedRequest } from "../../src/client/session/outbox.ts";
import { isMessage } from "../../src/client/session/outbox.ts";
import { draftFile } from "../../src/client/terminal/input/draft-file.ts";
import { inputHistoryFile } from "../../src/client/terminal/input/input-history-file.ts";
import { chat } from "../../src/commands/chat.ts";
import { readSettings, settingsPath } from "../../src/commands/settings.ts";
import { joinCommand } from "../../src/commands/join.ts";
import { fixturesFolder, linesOf } from "../support/exchange/format.ts";
import { fieldsOf } from "../support/fields.ts";
import { openServer } from "../support/server.ts";
import { Sink } from "../support/sink.ts";
import { SocketClient } from "../support/socket-client.ts";

const host = "127.0.0.1";
const identities = join(fixturesFolder, "home", "state", "chat", "identities");
const [place = ""] = readdirSync(identities);
const port = Number(place.replace(/^.*%3A/, ""));

let folder = "";
let environment: Readonly<Record<string, string>> = {};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chat-fixture-"));
  cpSync(join(fixturesFolder, "home"), folder, { recursive: true });
  cpSync(join(fixturesFolder, "data"), join(folder, "data"), { recursive: true });
  environment = {
    HOME: folder,
    XDG_STATE_HOME: join(folder, "state"),
    XDG_CONFIG_HOME: join(folder, "config"),
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the fixture's own bytes say, read without the program. */
function rawOf(name: string): Readonly<Record<string, unknown>> {
  return fieldsOf(readFileSync(join(identities, place, name), "utf8"));
}

describe("a home of 0.1.0", () => {
  test("says who ann is, and where she was", () => {
    const { token, mailboxSeq } = rawOf("ann.json");
    const kept = identityFile(stateFolder(environment) ?? "", `${host}:${port}`, "ANN").read();
    expect(kept).toMatchObject({ token, mailboxSeq, hidden: ["carol"] });
    expect(Array.from(kept?.rooms ?? [])).toEqual([
      ["lobby", 20],
      ["tea", 4],
    ]);
    expect(Array.from(kept?.notify ?? [])).toEqual([["tea", "off"]]);
  });

  test("has the messages that wait, in order", () => {
    const journal = new Journal(join(folder, "state", "chat", "identities", place, "ann.journal"));
    const lines = linesOf(join(identities, place, "ann.journal")).map((line) =>
      fieldsOf(JSON.stringify(line)),
    );
    const waiting = lines.filter(({ struck }) => struck === undefined);
    const gone = lines.flatMap(({ struck }) => (struck === undefined ? [] : [struck]));
    const wanted = waiting.filter(({ key }) => !gone.some((one) => one === key));
    expect(textsIn(journal.waiting)).toEqual(wanted.map(({ msg }): unknown => msg).map(String));
    expect(journal.waiting.map(({ key }) => key)).toEqual(wanted.map(({ key }): unknown => key).map(String));
    expect(textsIn(journal.waiting)).toEqual([...waits]);
  });

  test("is restored as a whole, and left as it was by who does nothing", () => {
    const identity = new Identity({ folder: stateFolder(environment), host, port });
    const restored = identity.restore("ann");
    expect(restored?.token).toBe(String(rawOf("ann.json")["token"]));
    expect(textsIn(restored?.unsent ?? [])).toEqual([...waits]);
    identity.release();
    expect(
      new Identity({ folder: stateFolder(environment), host, port }).restore("ann")?.unsent,
    ).toHaveLength(4);
  });

  test("has the places and nicknames of before, the last one first", () => {
    const places = recentServers(stateFolder(environment));
    expect(places).toMatchObject([
      { host, port, nickname: "ann" },
      { host, port, nickname: "annie" },
    ]);
    expect(lastNickname(stateFolder(environment), { host, port })).toBe("ann");
  });

  test("has what was being written, and what was sent", () => {
    const path = join(folder, "state", "chat", "identities", place, "ann.draft");
    expect(Object.fromEntries(draftFile(() => path, systemClock).texts)).toEqual({
      "@bob": "half a direct",
      lobby: "half a thought 想",
    });
    const sent = readFileSync(join(folder, "state", "chat", "input-history"), "utf8")
      .trimEnd()
      .split("\n");
    expect(inputHistoryFile(stateFolder(environment) ?? "").lines).toEqual(
      sent.map((line): unknown => JSON.parse(line)).map(String),
    );
    expect(sent).toHaveLength(13);
  });

  test("has settings that are understood", () => {
    const settings = readSettings(settingsPath(environment), joinCommand.settings ?? []);
    expect(settings).toEqual({
      ok: true,
      values: new Map([
        ["nick", "ann"],
        ["lang", "en"],
        ["backlog", "7"],
        ["notify", "all"],
        ["bell", "no"],
        ["colour", "never"],
      ]),
    });
  });

  test("comes back to its server: what waited is sent, once and in order, and what was missed is shown", async () => {
    const store = { folder: join(folder, "data") };
    await using server = await openServer({ name: "chat", version: "0.1.0", store });
    using bob = await SocketClient.connect(server.port);
    bob.say({ type: "login", msg: "bob", v: 2, token: bobsToken(), after: { lobby: 20, tea: 5, "@": 6 } });
    await bob.until(() => bob.frames("login").length > 0);
    // Where the server was is another port each time.
    const state = join(folder, "state", "chat", "identities");
    renameSync(join(state, place), join(state, `${host}%3A${server.port}`));
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const [stdout, stderr] = [new Sink(), new Sink()];
    const stop = new AbortController();
    const world = { environment, stdin, stdout, stderr, signal: stop.signal };
    const ended = chat(["join", `${host}:${server.port}`, "--plain"], world);
    await bob.until(() => saidBy(bob).length >= 4);
    stdin.write("/join tea\nthe last one\n");
    await bob.until(() => saidBy(bob).some(({ msg }) => msg === "the last one"));
    stdin.write("/quit\n");
    expect(await ended).toBe(0);
    const inTea = saidBy(bob).filter(({ room }) => room === "tea");
    expect(inTea.map(({ msg }) => msg)).toEqual(["waits in tea", "等着, too", "the last one"]);
    const elsewhere = saidBy(bob).filter(({ room }) => room !== "tea");
    expect(elsewhere.map(({ type, msg }) => [type, msg])).toEqual([
      ["single", "waits for bob"],
      ["broadcast", "waits in the lobby,\nin two lines"],
    ]);
    expect(stdout.text).toContain("ann has missed this");
    expect(stdout.text).toContain("you have missed this");
    expect(readdirSync(join(state, `${host}%3A${server.port}`)).toSorted()).toEqual([
      "ann.draft",
      "ann.json",
      "annie.json",
    ]);
  });
});

const waits = ["waits in tea", "等着, too", "waits for bob", "waits in the lobby,\nin two lines"] as const;

function textsIn(requests: readonly KeyedRequest[]): readonly string[] {
  return requests.filter(isMessage).map(({ text }) => text);
}

function bobsToken(): string {
  const described = fieldsOf(readFileSync(join(fixturesFolder, "data.json"), "utf8"));
  return String(fieldsOf(JSON.stringify(described["tokens"]))["bob"]);
}

function saidBy(bob: SocketClient): readonly Readonly<Record<string, unknown>>[] {
  return bob
    .frames()
    .filter(({ type, from }) => (type === "broadcast" || type === "single") && from === "ann");
}
