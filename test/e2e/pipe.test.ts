/** The built executable in scripts and at simple terminals: lines in, lines out, nothing else. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { unansweredMessagesMax } from "../../src/client/limits.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { openOldServer } from "../support/old-server.ts";
import { SocketClient } from "../support/socket-client.ts";
import { Stage } from "../support/stage.ts";

setDefaultTimeout(testTimeoutMs);

let stage: Stage;
beforeEach(async () => void (stage = await Stage.open()));
afterEach(() => stage.close());

describe("a pipe", () => {
  test("sends each line and ends well", async () => {
    const { port } = await stage.serve();
    using witness = await SocketClient.enter(port, "witness");
    const bob = stage.run(["join", `bob@127.0.0.1:${port}`], { input: "a\nb\n" });
    expect(await bob.ended()).toBe(0);
    expect(bob.out).toBe("bob: a\nbob: b\n");
    expect(bob.out + bob.error).not.toContain("\x1b");
    await witness.until(() => witness.frames("broadcast").length === 2);
    expect(witness.frames("broadcast").map(({ msg }) => msg)).toEqual(["a", "b"]);
  });

  test("sends a thousand lines in order, and those of an old room too", async () => {
    const { port } = await stage.serve();
    const lines = Array.from({ length: 1_000 }, (_, index) => `line ${index}\n`);
    const bob = stage.run(["join", `bob@127.0.0.1:${port}`], { input: lines.join("") });
    expect(await bob.ended()).toBe(0);
    expect(bob.out).toBe(lines.map((line) => `bob: ${line}`).join(""));
    using old = openOldServer("apart", "late");
    const ann = stage.run(["join", `ann@127.0.0.1:${old.port}`], { input: "a\nb\nc\n" });
    expect(await ann.ended()).toBe(0);
    expect(ann.out).toEndWith("ann: a\nann: b\nann: c\n");
    expect(old.dropped).toEqual([]);
  });

  test("loses nothing of its output when whoever reads it is late", async () => {
    const { port } = await stage.serve();
    const address = `127.0.0.1:${port}`;
    // As many as may be unanswered, so that their copies come at once; a socket's buffer takes fewer small writes.
    const lines = Array.from({ length: unansweredMessagesMax }, (_, index) => `line ${index}\n`);
    const bob = stage.run(["join", `bob@${address}`], { input: lines.join("") });
    // These waits leave this process no turn of its event loop, in which it would read.
    const reading = [stage.binary, "history", `late@${address}`, "--since", "all"];
    const said = (): string => Bun.spawnSync(reading).stdout.toString();
    while (!said().includes(` bob: ${lines.at(-1)}`)) Bun.sleepSync(20);
    Bun.sleepSync(100);
    expect(await bob.ended()).toBe(0);
    expect(bob.out).toBe(lines.map((line) => `bob: ${line}`).join(""));
  });

  test("shows what is said until its input ends, further lines behind a tab", async () => {
    const { port } = await stage.serve();
    const bob = stage.run(["join", `bob@127.0.0.1:${port}`]);
    await bob.until("You are bob in chat.");
    const ann = await stage.enter("ann", port);
    ann.paste("two\nlines");
    ann.type("\r@bob psst\r");
    await bob.until("(from ann) psst\n");
    expect(bob.out).toBe("ann: two\n\tlines\n(from ann) psst\n");
    expect(bob.error).toContain("ann joined the room\n");
    bob.signal("SIGTERM");
    expect(await bob.ended()).toBe(0);
    await ann.until("bob left the room");
  });

  test("needs a nickname", async () => {
    const nobody = stage.run(["join", "127.0.0.1"], { input: "a\n" });
    expect(await nobody.ended()).toBe(2);
    expect(nobody.error).toBe("A nickname is needed: chat join NICK@HOST, or --nick NICK.\n");
  });

  test("tells with its exit code that a nickname was refused", async () => {
    const { port } = await stage.serve();
    using bob = await SocketClient.enter(port, "bob");
    const other = stage.run(["join", `bob@127.0.0.1:${port}`], { input: "a\n" });
    expect(await other.ended()).toBe(1);
    expect(other.error).toContain("The nickname bob is taken.");
    expect(bob.frames("broadcast")).toEqual([]);
  });
});

const colours = /\[[\d;]*[1-9][\d;]*m/;

describe("a simple terminal", () => {
  test.each([
    ["--plain", ["--plain"], {}],
    ["TERM=dumb", [], { TERM: "dumb" }],
  ] as const)("gets lines only with %s", async (_, parameters, environment) => {
    const { port } = await stage.serve();
    const ann = stage.join([`ann@127.0.0.1:${port}`, ...parameters], { environment });
    await ann.until("You are ann in chat.");
    ann.type("hello\r/ls\r");
    await ann.until("1 person is here");
    // The terminal itself shows what is typed there.
    expect(ann.text.match(/hello/g)).toHaveLength(1);
    ann.type("\x04");
    expect(await ann.ended()).toBe(0);
    expect(ann.bytes).not.toContain("\x1b");
  });

  test.each([
    ["has no colours with NO_COLOR", { NO_COLOR: "1" }, false],
    ["has colours without it", {}, true],
  ] as const)("%s", async (_, environment, coloured) => {
    const { port } = await stage.serve();
    const ann = await stage.enter("ann", port, { environment });
    ann.type("hello\r");
    await ann.until("> ann: hello");
    expect(colours.test(ann.bytes)).toBe(coloured);
  });
});
