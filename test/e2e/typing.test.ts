/** What a person at a terminal does with the keyboard, in the built executable. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { Stage } from "../support/stage.ts";

setDefaultTimeout(testTimeoutMs);

let stage: Stage;
beforeEach(async () => void (stage = await Stage.open()));
afterEach(() => stage.close());

const ctrlC = "\x03";
const ctrlD = "\x04";

describe("a person at the keyboard", () => {
  test("pastes several lines as one message", async () => {
    const { port } = await stage.serve();
    const ann = await stage.enter("ann", port);
    const bob = await stage.enter("bob", port);
    ann.paste("one\n\ttwo\n\nfour");
    await ann.until(({ draft }) => /^one\n.*two\n\nfour$/.test(draft ?? ""));
    expect(bob.text).not.toContain("one");
    ann.type("\r");
    await bob.until(/ann: one\n +two\n\n +four\n/);
    expect(bob.text.match(/ann: /g)).toHaveLength(1);
  });

  test("is told the nearest command, and a mistyped one is not sent", async () => {
    const { port } = await stage.serve();
    const ann = await stage.enter("ann", port);
    const bob = await stage.enter("bob", port);
    ann.type("/hlep\r");
    await ann.until("There is no command /hlep. Did you mean /help?");
    ann.type("//literal\r");
    await bob.until("ann: /literal");
    expect(bob.text).not.toContain("hlep");
  });

  test("completes nicknames and commands with Tab, and finds old lines with the arrows", async () => {
    const { port } = await stage.serve();
    const ann = await stage.enter("ann", port);
    const bob = await stage.enter("bobby", port);
    await ann.until("bobby joined");
    ann.type("@bo\t");
    await ann.until(({ draft }) => draft === "@bobby");
    ann.type("hey\r");
    await bob.until("* from ann: hey");
    ann.type("/qui\t");
    await ann.until(({ draft }) => draft === "/quit");
    ann.type(ctrlC);
    await ann.until(({ draft }) => draft === "");
    ann.type("\x1b[A");
    await ann.until(({ draft }) => draft === "@bobby hey");
  });

  test.each([
    ["Ctrl-C on an empty line", ctrlC],
    ["Ctrl-D", ctrlD],
    ["/quit", "/quit\r"],
  ])("leaves with %s, and the terminal is as it was", async (_, keys) => {
    const { port } = await stage.serve();
    const script = 'stty -g; "$@"; echo "code $?"; stty -g; echo over';
    const join = [stage.binary, "join", `ann@127.0.0.1:${port}`];
    const ann = stage.show(["sh", "-c", script, "sh", ...join]);
    await ann.until(({ draft }) => draft === "");
    expect(ann.emulator.modes.bracketedPasteMode).toBe(true);
    ann.type("never sent");
    await ann.until(({ draft }) => draft === "never sent");
    ann.type(ctrlC);
    await ann.until(({ draft }) => draft === "");
    ann.type(keys);
    expect(await ann.ended()).toBe(0);
    await ann.until(/code 0[^]*over/);
    const settings = ann.text.replaceAll(/:\n/g, ":").match(/^[\da-f]+(?::[\da-f]+){10,}/gm) ?? [];
    expect(settings).toHaveLength(2);
    expect(settings[1]).toBe(settings[0] ?? "");
    expect(ann.emulator.modes.bracketedPasteMode).toBe(false);
    expect(ann.text).toContain("Goodbye.");
    expect(ann.text).not.toContain("ann: never sent");
  });

  test("keeps a line whole while the terminal changes its size and others talk", async () => {
    const { port } = await stage.serve();
    const ann = await stage.enter("ann", port, { columns: 60, rows: 16 });
    const bob = await stage.enter("bob", port);
    const line = "你好，世界！🎉一行很长的字🍵and-Latin-letters-too-é";
    ann.type(line);
    const holds = (): boolean => ann.draft?.replaceAll("\n", "") === line;
    await ann.until(holds);
    for (const [index, columns] of [30, 17, 44, 100].entries()) {
      ann.resize(columns, 12 + index);
      bob.type(`🙂${index}\r`);
      await ann.until(new RegExp(`bob: 🙂${index}`));
      await ann.until(holds);
    }
    ann.type("\x7f!\r");
    await bob.until(/你好，世界！🎉一行很长的字🍵and-Latin-letters-too-!/);
    for (const index of [0, 1, 2, 3]) expect(ann.text.split(`bob: 🙂${index}`)).toHaveLength(2);
  });
});
