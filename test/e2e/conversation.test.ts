/** Two people at terminals and one with the old Python client, in the room of the built executable. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { python } from "../support/old-client.ts";
import { Stage } from "../support/stage.ts";

if (python === null) console.warn("SKIPPED: there is no python3 here to run the old client with");
setDefaultTimeout(testTimeoutMs);

let stage: Stage;
beforeEach(async () => void (stage = await Stage.open()));
afterEach(() => stage.close());

describe("a conversation", () => {
  test("goes on around a line that is being typed", async () => {
    const { port } = await stage.serve(["--name", "den"]);
    const ann = await stage.enter("ann", port);
    const bob = await stage.enter("bob", port);
    await ann.until("bob joined the room");
    ann.type("I am in the middle of a sen");
    await ann.until(({ draft }) => draft === "I am in the middle of a sen");
    for (let count = 1; count <= 30; count += 1) bob.type(`line ${count}\r`);
    await ann.until("bob: line 30");
    await ann.until(({ draft }) => draft === "I am in the middle of a sen");
    expect(ann.text.match(/bob: line \d+/g)).toHaveLength(30);
    ann.type("tence\r");
    await bob.until("ann: I am in the middle of a sentence");
    await ann.until(({ draft }) => draft === "");
    await ann.until("> ann: I am in the middle of a sentence");
  });

  test("has private messages, a list, ignoring and notices", async () => {
    const { port } = await stage.serve();
    const ann = await stage.enter("ann", port);
    const bob = await stage.enter("bob", port);
    const eve = await stage.enter("eve", port);
    ann.type("@bob meet me at noon\r");
    await ann.until("> to bob: meet me at noon");
    await bob.until("* from ann: meet me at noon");
    ann.type("/ls\r");
    await ann.until("3 people are here: ann, bob, eve");
    bob.type("/i\r");
    await bob.until("You ignore the room now");
    bob.type("am I heard?\r");
    await bob.until("You are ignoring the room");
    ann.type("bob sleeps\r");
    await eve.until("ann: bob sleeps");
    bob.type("/i\r");
    await bob.until("You are back in the room.");
    bob.type("good morning\r");
    await ann.until("bob: good morning");
    expect(eve.text).not.toContain("noon");
    expect(eve.text).not.toContain("am I heard");
    expect(bob.text).not.toContain("bob sleeps");
    bob.type("/quit\r");
    expect(await bob.ended()).toBe(0);
    await ann.until("bob left the room");
    await eve.until("bob left the room");
  });

  test.skipIf(python === null)("has room for the old client, which never dies", async () => {
    const { port } = await stage.serve(["--name", "den"]);
    const ann = await stage.enter("ann", port);
    const zoe = await stage.oldClient("zoe", port);
    await ann.until("zoe joined the room");
    const bob = await stage.enter("bob", port);
    await zoe.until(() => zoe.texts("system_msg").some((text) => text.endsWith("bob joined the room\r\n")));
    ann.type("half a sen");
    await ann.until(({ draft }) => draft === "half a sen");
    zoe.type("hello from 1999", "@bob are you there, old friend?");
    await ann.until("zoe: hello from 1999");
    await ann.until(({ draft }) => draft === "half a sen");
    await bob.until("zoe: hello from 1999");
    await bob.until("* from zoe: are you there, old friend?");
    await zoe.until(() => zoe.texts("single").length === 1);
    expect(zoe.texts("single").join()).toEndWith("[ zoe CHATTING TO bob ] : are you there, old friend?\r\n");
    for (let count = 1; count <= 20; count += 1) bob.type(`快 ${count}\r`);
    await zoe.until(() => zoe.texts("broadcast").length === 21);
    expect(zoe.texts("broadcast").at(-1)).toEndWith("\r\n[bob] : 快 20\r\n");
    ann.type("tence\r");
    await zoe.until(() => zoe.texts("broadcast").at(-1)?.endsWith("[ann] : half a sentence\r\n") === true);
    zoe.type("/ls", "/help");
    await zoe.until(() => zoe.texts("help").length === 1);
    expect(zoe.texts("ls")).toEqual(["[ SYSTEM ] ALIVE USER : \r\nann,\r\nzoe,\r\nbob,\r\n"]);
    bob.type("\x04");
    await zoe.until(() => zoe.texts("system_msg").some((text) => text.endsWith("bob left the room\r\n")));
    await zoe[Symbol.asyncDispose]();
    await ann.until("zoe left the room");
    expect(ann.text).not.toContain("are you there");
  });
});
