/** Coming back another day: the place, the nickname, the rooms, what was missed, what was not sent or not finished. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { testTimeoutMs } from "../support/hang-guard.ts";
import type { PseudoTerminal } from "../support/pseudo-terminal.ts";
import { Stage } from "../support/stage.ts";

setDefaultTimeout(testTimeoutMs);

let stage: Stage;
let environment: Readonly<Record<string, string>>;
beforeEach(async () => {
  stage = await Stage.open();
  const home = join(stage.folder, "ann");
  environment = { HOME: home, XDG_STATE_HOME: join(home, "state"), XDG_CONFIG_HOME: join(home, "config") };
});
afterEach(() => stage.close());

const down = "\x1b[B";

async function leave(person: PseudoTerminal): Promise<void> {
  person.type("/quit\r");
  expect(await person.ended()).toBe(0);
}

describe("chat join without an address", () => {
  test("offers the places of before, finds them as one types, and comes in under the nickname of that time", async () => {
    const [first, second] = [await stage.serve(["--name", "One"]), await stage.serve(["--name", "Two"])];
    await leave(await stage.enter("ann", first.port, { environment }));
    await leave(await stage.enter("bea", second.port, { environment }));
    const person = stage.join([], { environment });
    await person.until("Where do you want to go?");
    const places = person.rows.filter((row) => row.includes("@127.0.0.1"));
    expect(places[0]).toContain(`bea@127.0.0.1:${second.port}`);
    expect(places[1]).toContain(`ann@127.0.0.1:${first.port}`);
    person.type("ann");
    await person.until(({ text }) => !text.includes("bea@"));
    person.type("\r");
    await person.until("You are ann in One.");
    await leave(person);
  });

  test("asks for an address when it is another place, or the first one", async () => {
    const { port } = await stage.serve();
    const first = stage.join([], { environment });
    await first.until("Which address?");
    first.type("nonsense:\r");
    await first.until("is not an address");
    first.type(`\x15ann@127.0.0.1:${port}\r`);
    await first.until("You are ann in chat.");
    await leave(first);
    const second = stage.join([], { environment });
    await second.until("Where do you want to go?");
    second.type(`${down}\r`);
    await second.until("Which address?");
    second.type("\x03");
    expect(await second.ended()).toBe(0);
  });
});

describe("chat join, again", () => {
  test("takes the nickname of the last time, goes into its rooms, and shows what is new there", async () => {
    const { port } = await stage.serve(["--data", join(stage.folder, "room")]);
    const ann = await stage.enter("ann", port, { environment });
    ann.type("/join tea\r");
    await ann.until(/^tea>/m);
    const bob = await stage.enter("bob", port);
    bob.type("/join tea\r");
    await bob.until(/^tea>/m);
    bob.type("seen by ann\r");
    await ann.until("seen by ann");
    await leave(ann);
    bob.type("missed by ann\r");
    await bob.until("bob: missed by ann");
    const again = stage.join([`127.0.0.1:${port}`], { environment });
    await again.until("You are ann in chat, as last time.");
    again.type("/join tea\r");
    await again.until("missed by ann");
    const { text } = again;
    expect(text.indexOf("seen by ann")).toBeLessThan(text.indexOf("new since"));
    expect(text.indexOf("new since")).toBeLessThan(text.indexOf("missed by ann"));
    bob.type("live\r");
    await again.until("live");
    expect(again.text.match(/missed by ann/g)).toHaveLength(1);
    await leave(again);
  });

  test("sends what was typed before it was killed, once, and has the draft again", async () => {
    const data = join(stage.folder, "room");
    const first = await stage.serve(["--data", data]);
    const { port } = first;
    const ann = await stage.enter("ann", port, { environment });
    first.program.signal("SIGKILL");
    await ann.until("Trying again in");
    ann.type("typed without a line\r");
    await ann.until(/typed without a line \(waiting\)/);
    ann.type("/query bob\r");
    await ann.until(/^@bob>/m);
    ann.type("for bob al");
    await ann.until("@bob> for bob al");
    ann.type("\x1b1");
    await ann.until(({ draft }) => draft === "");
    ann.type("half a tho");
    await ann.until(({ draft }) => draft === "half a tho");
    await draftsOnDisk({ "@bob": "for bob al", lobby: "half a tho" });
    process.kill(ann.pid, "SIGKILL");
    await ann.ended();
    await stage.serve(["--data", data], { port });
    const bob = await stage.enter("bob", port);
    const again = stage.join([`127.0.0.1:${port}`], { environment });
    await bob.until("typed without a line");
    await again.until(({ draft }) => draft === "half a tho");
    again.type("ught\r");
    await bob.until("half a thought");
    expect(bob.text.match(/typed without a line/g)).toHaveLength(1);
    again.type("/query bob\r");
    await again.until("@bob> for bob al");
    again.type("one\r");
    await bob.until("for bob alone");
    await leave(again);
  });

  test("says on leaving what waits for the next time", async () => {
    const first = await stage.serve(["--data", join(stage.folder, "room")]);
    const ann = await stage.enter("ann", first.port, { environment });
    first.program.signal("SIGKILL");
    await ann.until("Trying again in");
    ann.type("later\r");
    await ann.until(/later \(waiting\)/);
    ann.type("/quit\r");
    expect(await ann.ended()).toBe(1);
    await ann.until("1 message waits for the next time you join under this nickname.");
  });
});

describe("chat join on a way that takes long", () => {
  test("shows that it goes on, and leaves nothing of it behind", async () => {
    using silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
    const ann = stage.join([`ann@127.0.0.1:${silent.port}`], { environment });
    await ann.until(`Connecting to 127.0.0.1:${silent.port} …`);
    const before = ann.written;
    await ann.until(({ written }) => written > before);
    ann.type("\x03");
    expect(await ann.ended()).toBe(0);
    expect(ann.text).not.toContain("Connecting");
    expect(ann.bytes).toEndWith("Goodbye.\r\n");
  });

  test.each([
    ["--plain", ["--plain"], {}],
    ["TERM=dumb", [], { TERM: "dumb" }],
    ["an empty TERM", [], { TERM: "" }],
  ] as const)("says so once with %s", async (_, parameters, more) => {
    using silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
    const place = `ann@127.0.0.1:${silent.port}`;
    const ann = stage.join([place, ...parameters], { environment: { ...environment, ...more } });
    await ann.until("Connecting to");
    ann.type("\x03");
    expect(await ann.ended()).toBe(0);
    expect(ann.text.match(/Connecting to/g)).toHaveLength(1);
    expect(ann.bytes).not.toContain("\x1b");
  });
});

describe("chat join with settings", () => {
  test("does what the file says, and names the line of what it cannot", async () => {
    const { port } = await stage.serve();
    const folder = join(environment["XDG_CONFIG_HOME"] ?? "", "chat");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "config.toml"), `nick = "ann"\nlang = "fr"\n`);
    const ann = stage.join([`127.0.0.1:${port}`], { environment });
    await ann.until("Vous êtes ann dans chat.");
    await leave(ann);
    writeFileSync(join(folder, "config.toml"), `nick = "ann"\ntyping = "no"\n`);
    const wrong = stage.join([`127.0.0.1:${port}`], { environment, columns: 200 });
    expect(await wrong.ended()).toBe(2);
    await wrong.until(`config.toml:2: typing cannot be "no". It must be yes or no.`);
  });
});

/** Resolves when the unfinished texts have come to the disk. */
async function draftsOnDisk(drafts: Readonly<Record<string, string>>): Promise<void> {
  const cwd = environment["HOME"] ?? "";
  const glob = new Bun.Glob("state/chat/identities/*/ann.draft");
  for (;;) {
    const [path] = await Array.fromAsync(glob.scan({ cwd }));
    if (path !== undefined && (await Bun.file(join(cwd, path)).text()) === JSON.stringify(drafts)) return;
  }
}
