/** The built executable as a server: how it opens, what it bears, how it closes. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { fieldsOf } from "../support/fields.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { SocketClient } from "../support/socket-client.ts";
import { Stage } from "../support/stage.ts";

setDefaultTimeout(testTimeoutMs);

let stage: Stage;
beforeEach(async () => void (stage = await Stage.open()));
afterEach(() => stage.close());

describe("opening", () => {
  test("says in one sentence that the port is taken", async () => {
    const { port } = await stage.serve();
    const second = stage.run(["serve", "--host", "127.0.0.1", "--port", String(port), "--no-http"]);
    expect(await second.ended()).toBe(1);
    expect(second.error).toBe(
      `Port ${port} is in use already. Choose another one with --port, or stop what is using it.\n`,
    );
    expect(second.out).toBe("");
  });

  test("takes its flags from the environment", async () => {
    const environment = { CHAT_NAME: "pub", CHAT_LANG: "fr", CHAT_LOG_FORMAT: "json", CHAT_NO_HTTP: "yes" };
    const { port, program } = await stage.serve([], { environment });
    using ann = await SocketClient.enter(port, "ann");
    expect(ann.text).toStartWith("Bienvenue");
    expect(ann.text).toContain("pub");
    await program.until(/"nickname":"ann"/);
    for (const line of program.error.trimEnd().split("\n")) expect(fieldsOf(line)).toHaveProperty("level");
  });

  test("says which variable is wrong", async () => {
    const wrong = stage.run(["serve"], { environment: { CHAT_PORT: "many" } });
    expect(await wrong.ended()).toBe(2);
    expect(wrong.error).toStartWith('CHAT_PORT cannot be "many". It must be a whole number');
  });

  test("works without any environment", async () => {
    const { port, program } = await stage.serve([], { bare: true });
    // But for a home, so that what it remembers is not put into the one of whoever runs the tests.
    const environment = { HOME: stage.folder };
    const join = ["join", `bob@127.0.0.1:${port}`];
    const bob = stage.run(join, { input: "a\n", environment, bare: true });
    expect(await bob.ended()).toBe(0);
    expect(bob.out).toBe("bob: a\n");
    program.signal("SIGTERM");
    expect(await program.ended()).toBe(0);
  });
});

describe("closing", () => {
  test.each(["SIGTERM", "SIGINT"] as const)("tells everybody after %s, and exits 0", async (signal) => {
    const { port, program } = await stage.serve();
    const ann = await stage.enter("ann", port);
    using raw = await SocketClient.connect(port);
    raw.send('{"type":"login","msg":"raw"}');
    await ann.until("raw joined the room");
    program.signal(signal);
    await raw.untilClosed();
    expect(raw.text).toContain("The server is closing. Try again in a moment.");
    raw[Symbol.dispose]();
    expect(await program.ended()).toBe(0);
    expect(program.out).toContain("The room is closing.\n");
    await ann.until(/The server is closing|Nothing answers at/);
  });

  test("is over at once after a second signal", async () => {
    const { port, program } = await stage.serve();
    // It never hangs up, so a room that only was asked to close would wait for it.
    using raw = await SocketClient.enter(port, "raw");
    program.signal("SIGTERM");
    await raw.untilClosed();
    program.signal("SIGTERM");
    expect(await program.ended()).toBe(143);
  });

  test("does not come from a hang-up", async () => {
    const { port, program } = await stage.serve();
    program.signal("SIGHUP");
    using ann = await SocketClient.enter(port, "ann");
    program.signal("SIGHUP");
    ann.say({ type: "ping" });
    await ann.until(() => ann.frames("pong").length === 1);
    program.signal("SIGTERM");
    await ann.untilClosed();
  });
});

describe("a room with few file descriptors", () => {
  test("turns away who finds no place, and those inside notice nothing", async () => {
    const { port, program } = await stage.serve([], { before: "ulimit -n 256" });
    const ann = await stage.enter("ann", port);
    const bob = await stage.enter("bob", port);
    const tries = await Promise.allSettled(Array.from({ length: 400 }, () => SocketClient.connect(port)));
    // Who is not even heard is reset, perhaps before it has noticed that it was connected.
    const crowd = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    await Promise.all(crowd.slice(256).map((one) => one.untilClosed()));
    const sentence = "The server has no room for more people right now.";
    expect(crowd.some(({ text }) => text.includes(sentence))).toBe(true);
    ann.type("still here?\r");
    await bob.until("ann: still here?");
    bob.type("still here.\r");
    await ann.until("bob: still here.");
    for (const one of crowd) one[Symbol.dispose]();
    await program.until(lastOfCrowd(program.error));
    const eve = await stage.enter("eve", port);
    eve.type("a place at last\r");
    await ann.until("eve: a place at last");
  });
});

/** The line that says that the last session of those let in has closed. */
function lastOfCrowd(logged: string): RegExp {
  const ids = Array.from(logged.matchAll(/session (\d+) connected/g), ([, id]) => Number(id));
  return new RegExp(`session ${Math.max(...ids)} closed`);
}
