/** The line between the built executable and its server: how it begins, breaks and comes back. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { openOldServer } from "../support/old-server.ts";
import { Stage } from "../support/stage.ts";

setDefaultTimeout(testTimeoutMs);

let stage: Stage;
beforeEach(async () => void (stage = await Stage.open()));
afterEach(() => stage.close());

describe("the way in", () => {
  test("asks for a nickname, and again with the reason", async () => {
    const { port } = await stage.serve();
    await stage.enter("bob", port);
    const ann = stage.join([`127.0.0.1:${port}`]);
    await ann.until("Which nickname do you want?");
    ann.type("bob\r");
    await ann.until("The nickname bob is taken. Choose another one.");
    ann.type("ann\r");
    await ann.until("You are ann in chat.");
    await ann.until(({ draft }) => draft === "");
  });

  test("asks again when the nickname of the command line is taken", async () => {
    const { port } = await stage.serve();
    await stage.enter("bob", port);
    const ann = stage.join([`127.0.0.1:${port}`, "--nick", "Bob"]);
    await ann.until("The nickname Bob is taken. Choose another one.");
    ann.type("\x03");
    expect(await ann.ended()).toBe(0);
    expect(ann.emulator.modes.bracketedPasteMode).toBe(false);
  });

  test.each([
    ["a port where nobody listens", "127.0.0.1:1", "Nothing answers at 127.0.0.1:1."],
    [
      "a name that does not exist",
      "no-such-host.invalid",
      "There is no machine called no-such-host.invalid.",
    ],
  ])("ends with a sentence at %s", async (_, address, sentence) => {
    const piped = stage.run(["join", `ann@${address}`], { input: "hello\n" });
    expect(await piped.ended()).toBe(1);
    expect(piped.error).toContain(sentence);
    expect(piped.error).not.toMatch(/\n\s+at |Error/);
    const ann = stage.join([`ann@${address}`]);
    expect(await ann.ended()).toBe(1);
    await ann.until(sentence);
  });
});

describe("a server that is killed and comes back", () => {
  test("is noticed at once, and nothing that is typed is lost", async () => {
    const kept = ["--data", join(stage.folder, "room")];
    const first = await stage.serve(kept);
    const { port } = first;
    const ann = await stage.enter("ann", port);
    const bob = await stage.enter("bob", port);
    ann.type("before\r");
    await bob.until("ann: before");
    ann.type("the pen is migh");
    await ann.until(({ draft }) => draft === "the pen is migh");
    first.program.signal("SIGKILL");
    await ann.until("Trying again in");
    await ann.until(({ draft }) => draft === "the pen is migh");
    ann.type("tier\r");
    await ann.until(({ draft }) => draft === "");
    ann.type("than");
    await first.program.ended();
    await stage.serve(kept, { port });
    await ann.until("> ann: the pen is mightier");
    await ann.until(({ draft }) => draft === "than");
    for (const person of [ann, bob])
      await person.until(/You are [^]*You are .*\n(?:.*\d\d:.*\n)*(?:lobby.*\n)?> /);
    ann.type(" the sword\r");
    await bob.until("ann: than the sword");
    expect(bob.text).toMatch(/ann: the pen is mightier\n[^]*ann: than the sword/);
    expect(ann.text.match(/ann: the pen/g)).toHaveLength(1);
  });
});

describe.each(["apart", "ragged"] as const)("the old room, which writes %s", (writes) => {
  test("is joined in its own dialect", async () => {
    using server = openOldServer(writes, "late");
    const ann = await stage.enter("ann", server.port);
    const bob = await stage.enter("bob", server.port);
    ann.type("你好 everybody\r");
    await bob.until("ann: 你好 everybody");
    bob.type("@ann psst 🤫\r");
    await ann.until("* from bob: psst 🤫");
    ann.type("/ls\r");
    await ann.until("2 people are here: ann, bob");
    for (const word of ["quick", "brown", "fox"]) bob.type(`${word}\r`);
    await ann.until(/quick[^]*brown[^]*fox/);
    bob.type("\x04");
    expect(await bob.ended()).toBe(0);
    await ann.until("bob goes out");
    expect(server.dropped).toEqual([]);
  });
});
