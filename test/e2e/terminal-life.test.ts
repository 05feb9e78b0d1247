/** What becomes of a person's line when the program sleeps, is killed, or loses its terminal. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { readFileSync } from "node:fs";
import type { PseudoTerminal } from "../support/pseudo-terminal.ts";
import { SocketClient } from "../support/socket-client.ts";
import { Stage } from "../support/stage.ts";

const bash = Bun.which("bash");
/** With it, processes that a shell has started are found in /proc. */
const dash = process.platform === "linux" ? Bun.which("dash") : null;
if (dash === null) console.warn("SKIPPED: there is no dash on Linux here to stop the program in");
if (bash === null) console.warn("SKIPPED: there is no bash here to put the program to sleep in");
setDefaultTimeout(testTimeoutMs);

/** The program that a shell has started. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8"));
}

let stage: Stage;
beforeEach(async () => void (stage = await Stage.open()));
afterEach(() => stage.close());

describe("a program that sleeps", () => {
  test.skipIf(bash === null)("leaves the terminal to the shell, and has its line when it wakes", async () => {
    const { port } = await stage.serve();
    using bob = await SocketClient.enter(port, "bob");
    const shell = [bash ?? "bash", "--norc", "--noprofile", "-i"];
    const ann = stage.show(shell, { environment: { PS1: "$ " } });
    await ann.until("$ ");
    ann.type(`${stage.binary} join ann@127.0.0.1:${port}\r`);
    await ann.until("You are ann in");
    await ann.until(({ draft }) => draft === "");
    ann.type("half a sen");
    await ann.until(({ draft }) => draft === "half a sen");
    ann.type("\x1a");
    await ann.until("Stopped");
    // The shell asks for marks around pastes with its prompt, which comes behind that.
    await ann.until(({ emulator }) => emulator.modes.bracketedPasteMode);
    ann.type("echo six times seven is $((6 * 7))\r");
    await ann.until("six times seven is 42");
    bob.say({ type: "broadcast", msg: "are you there?" }, { type: "broadcast", msg: "ann?" });
    await bob.until(() => bob.frames("broadcast").length === 2);
    ann.type("fg\r");
    await ann.until(/42[^]*bob: are you there\?[^]*bob: ann\?/);
    await ann.until(({ draft }) => draft === "half a sen");
    ann.type("tence\r");
    await bob.until(() => bob.frames("broadcast").some(({ msg }) => msg === "half a sentence"));
    ann.type("\x04");
    await ann.until("Goodbye.");
    ann.type("echo $?-is the code\r");
    await ann.until("0-is the code");
  });
});

describe("a program that is stopped in a shell that leaves terminals as they are", () => {
  test.skipIf(dash === null).each([
    ["Ctrl-Z", (ann: PseudoTerminal) => ann.type("\x1a")],
    ["a signal", (ann: PseudoTerminal) => void process.kill(childOf(ann.pid), "SIGTSTP")],
  ])("gives it back on %s, and takes it again", async (_, stop) => {
    const { port } = await stage.serve();
    const ann = stage.show([dash ?? "dash", "-i"], { environment: { PS1: "$ " } });
    await ann.until("$ ");
    ann.type(`${stage.binary} join ann@127.0.0.1:${port}\r`);
    await ann.until("You are ann in");
    await ann.until(({ draft }) => draft === "");
    ann.type("half a sen");
    await ann.until(({ draft }) => draft === "half a sen");
    stop(ann);
    await ann.until("Stopped");
    ann.type("echo six times seven is $((6 * 7))\r");
    await ann.until("six times seven is 42");
    ann.type("fg\r");
    await ann.until(({ draft }) => draft === "half a sen");
    stop(ann);
    await ann.until(/Stopped[^]*Stopped/);
    ann.type("fg\r");
    await ann.until(({ draft }) => draft === "half a sen");
    ann.type("\x15\x04");
    await ann.until("Goodbye.");
  });
});

test("a program that no shell waits for goes on after Ctrl-Z", async () => {
  const { port } = await stage.serve();
  const ann = await stage.enter("ann", port);
  ann.type("\x1a");
  await ann.until(({ bytes }) => bytes.split("\x1b[?2004h").length > 2);
  ann.type("awake");
  await ann.until(({ draft }) => draft === "awake");
});

describe("a terminal that is closed", () => {
  test("ends the program, and everybody is told", async () => {
    const { port } = await stage.serve();
    using bob = await SocketClient.enter(port, "bob");
    const ann = await stage.enter("ann", port);
    ann.type("never sent");
    await ann.until(({ draft }) => draft === "never sent");
    ann.hangUp();
    await ann.ended();
    await bob.until(() => bob.frames("system_msg").some(({ event }) => event === "leave"));
    expect(bob.text).not.toContain("never sent");
  });
});

describe("a program that is killed", () => {
  test("sends what was waiting when it and the server are back, once", async () => {
    const kept = ["--data", `${stage.folder}/room`];
    const first = await stage.serve(kept);
    const { port } = first;
    const environment = stage.home();
    const ann = await stage.enter("ann", port, { environment });
    first.program.signal("SIGKILL");
    await ann.until("Trying again in");
    ann.type("one\r");
    await ann.until(({ draft }) => draft === "");
    ann.type("two\r");
    await ann.until(/2 (?:messages )?(?:pending|waiting)|two \(/);
    process.kill(ann.pid, "SIGKILL");
    await ann.ended();
    await first.program.ended();
    await stage.serve(kept, { port });
    using bob = await SocketClient.enter(port, "bob");
    const again = await stage.enter("ann", port, { environment });
    await again.until(/ann: one\n[^]*ann: two\n/);
    again.type("three\r");
    await bob.until(() => bob.frames("broadcast").some(({ msg }) => msg === "three"));
    expect(bob.frames("broadcast").map(({ msg }) => msg)).toEqual(["one", "two", "three"]);
  });
});
