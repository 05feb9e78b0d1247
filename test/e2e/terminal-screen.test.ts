/** What a person sees while they type and the screen is not left alone: long pastes, new sizes, floods, narrow windows. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { signs, typeInFlood, typeInManySizes } from "../support/person.ts";
import { SocketClient } from "../support/socket-client.ts";
import { Stage } from "../support/stage.ts";

setDefaultTimeout(testTimeoutMs);

let stage: Stage;
beforeEach(async () => void (stage = await Stage.open()));
afterEach(() => stage.close());

test("a paste of 200 lines is asked about once and then is one message", async () => {
  const { port } = await stage.serve();
  using bob = await SocketClient.enter(port, "bob");
  const ann = await stage.enter("ann", port);
  const text = Array.from({ length: 200 }, (_, index) => `${index + 1}:\tdata = {第${index}行}`).join("\n");
  ann.paste(text);
  await ann.until("200 lines");
  expect(bob.frames("broadcast")).toEqual([]);
  ann.type("\r");
  await ann.until(({ draft }) => draft === "");
  ann.type("done\r");
  await bob.until(() => bob.frames("broadcast").length >= 2);
  expect(bob.frames("broadcast").map(({ msg }) => msg)).toEqual([text, "done"]);
  await ann.until("ann: done");
  const numbers = Array.from(ann.text.matchAll(/ (\d+): +data = \{第/g), ([, number]) => Number(number));
  expect(numbers).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
});

test("a draft is whole, and there once, in every size that its terminal takes", async () => {
  const { port } = await stage.serve();
  using bob = await SocketClient.enter(port, "bob");
  const ann = await stage.enter("ann", port);
  await typeInManySizes(ann);
  ann.type("\r");
  await bob.until(() => bob.frames("broadcast").some(({ msg }) => msg === signs));
  await ann.until(({ draft }) => draft === "");
});

test("a message stays that comes when the terminal is narrower than the program knows", async () => {
  const { port } = await stage.serve();
  using bob = await SocketClient.enter(port, "bob");
  const ann = await stage.enter("ann", port);
  ann.type(signs);
  await ann.until(({ draft }) => draft === signs);
  for (const [index, columns] of [40, 30, 20].entries()) {
    ann.resizeUntold(columns, 24);
    bob.say({ type: "broadcast", msg: `news ${index}` });
    await ann.until(`bob: news ${index}`);
    const { written } = ann;
    ann.resize(columns, 24);
    await ann.until((one) => one.written > written);
    await ann.until(({ draft }) => draft?.replaceAll("\n", "").endsWith(signs) === true);
    expect(ann.text).toContain(`bob: news ${index}`);
  }
});

test("every key is seen while thousands of messages come, and every message is", async () => {
  const { port } = await stage.serve();
  using flood = await SocketClient.enter(port, "flood");
  const ann = await stage.enter("ann", port, { scrollback: 20_000 });
  await typeInFlood(ann, flood, { line: "the kettle sings, and nobody hears it any more", perKey: 100 });
  expect(flood.text.match(/the kettle sings/g)).toHaveLength(1);
});

describe.each([20, 12])("a terminal of %d columns", (columns) => {
  test("shows every sign of what is said, and of what is typed", async () => {
    const { port } = await stage.serve();
    using bob = await SocketClient.enter(port, "bob");
    const ann = stage.join([`ann@127.0.0.1:${port}`], { columns, rows: 24 });
    await ann.until(({ draft }) => draft === "");
    const long = `${"Donaudampfschifffahrt".repeat(3)} und 你好世界，这是一行很长的字 🎉🍵 e\u0301 fin.`;
    bob.say({ type: "broadcast", msg: long });
    await ann.until(({ text }) => text.includes("fin."));
    expect(squeezed(ann.text)).toContain(squeezed(`bob: ${long}`));
    ann.type("我在打字 and typing on and on");
    await ann.until(({ draft }) => draft !== undefined && squeezed(draft) === "我在打字andtypingonandon");
    ann.type("\r");
    await bob.until(() => bob.text.includes("我在打字 and typing on and on"));
    await ann.until(({ draft }) => draft === "");
    await ann.until(({ text }) => squeezed(text).includes("我在打字andtypingonandon"));
  });
});

function squeezed(text: string): string {
  return text.replace(/\s+/g, "");
}
