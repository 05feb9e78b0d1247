/** The built executable in tmux, whose scrollback and whose way with new sizes are its own. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { signs, typeInFlood, typeInManySizes } from "../support/person.ts";
import { SocketClient } from "../support/socket-client.ts";
import { Stage } from "../support/stage.ts";
import { tmux, TmuxPane } from "../support/tmux.ts";

if (tmux === null) console.warn("SKIPPED: there is no tmux here");
setDefaultTimeout(testTimeoutMs);

let stage: Stage;
let panes: TmuxPane[];
beforeEach(async () => {
  stage = await Stage.open();
  panes = [];
});
afterEach(async () => {
  for (const pane of panes) await pane.close();
  await stage.close();
});

describe.skipIf(tmux === null)("in tmux", () => {
  test("a paste of 200 lines is one message, and nothing of it is left in the input", async () => {
    const { port } = await stage.serve();
    using bob = await SocketClient.enter(port, "bob");
    const ann = await enter("ann", port);
    const text = Array.from({ length: 200 }, (_, index) => `row ${index + 1} of 200`).join("\n");
    ann.paste(text);
    await ann.until("200 lines");
    ann.type("\r");
    await bob.until(() => bob.frames("broadcast").length === 1);
    expect(bob.frames("broadcast")[0]?.["msg"]).toBe(text);
    await ann.until(/row 200 of 200/);
    await ann.until(({ draft }) => draft === "");
    // As long as it is not acknowledged, its beginning is also seen to wait.
    const rows = (shown: string) =>
      Array.from(shown.matchAll(/row (\d+) of 200/g), ([, number]) => Number(number));
    await ann.until(({ text: all }) => rows(all).length === 200);
    expect(rows(ann.text)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  test("a draft is whole, and there once, in every size", async () => {
    const { port } = await stage.serve();
    await typeInManySizes(await enter("ann", port));
  });

  test("a draft on a screen that was cleared leaves nothing behind in the scrollback", async () => {
    const { port } = await stage.serve();
    const ann = await enter("ann", port);
    ann.type("/clear\r");
    await ann.until(({ screen, draft }) => draft === "" && !screen.includes("You are ann"));
    for (const [index, sign] of Array.from(signs).entries()) {
      ann.type(sign);
      await ann.until(({ draft }) => draft === signs.slice(0, index + 1));
    }
    const { written } = ann;
    ann.resize(40, 24);
    await ann.until((pane) => pane.written > written);
    await ann.until(({ draft }) => draft?.replaceAll("\n", "") === signs);
    const { text } = ann;
    expect(Array.from(signs).filter((sign) => text.split(sign).length !== 2)).toEqual([]);
    // The prompt of the first frame, at the top of an empty window, was an area, too.
    expect(ann.text.match(/^>/gm)).toHaveLength(1);
  });

  test("nothing of a flood is lost while a line is typed", async () => {
    const { port } = await stage.serve();
    using flood = await SocketClient.enter(port, "flood");
    await typeInFlood(await enter("ann", port), flood, { line: "who is there?", perKey: 300 });
  });

  test("what is typed while the server is gone is seen to wait, and arrives once and in order", async () => {
    const kept = ["--data", join(stage.folder, "room")];
    const first = await stage.serve(kept);
    const { port } = first;
    const ann = await enter("ann", port);
    first.program.signal("SIGKILL");
    await first.program.ended();
    await ann.until(/Trying again in \d+/);
    for (const word of ["one", "two", "three"]) {
      ann.type(`${word}\r`);
      await ann.until(({ draft, text }) => draft === "" && text.includes(word));
    }
    expect(ann.text).not.toContain("ann: ");
    ann.type("and fo");
    await ann.until(({ draft }) => draft === "and fo");
    await stage.serve(kept, { port });
    using bob = await SocketClient.connect(port);
    bob.say({ type: "login", msg: "bob", v: 2, after: { lobby: 0 } });
    await bob.until(() => bob.frames("broadcast").length === 3);
    await ann.until(/ann: one\n[^]*ann: two\n[^]*ann: three\n/);
    await ann.until(({ draft }) => draft === "and fo");
    ann.type("ur\r");
    await bob.until(() => bob.frames("broadcast").length === 4);
    expect(bob.frames("broadcast").map(({ msg }) => msg)).toEqual(["one", "two", "three", "and four"]);
    await ann.until(/ann: and four\n/);
    expect(ann.text.match(/ann: (?:one|two|three)\n/g)).toHaveLength(3);
  });
});

async function enter(nickname: string, port: number): Promise<TmuxPane> {
  const pane = new TmuxPane(stage, ["join", `${nickname}@127.0.0.1:${port}`]);
  panes.push(pane);
  await pane.until(`You are ${nickname} in`);
  await pane.until(({ draft }) => draft === "");
  return pane;
}
