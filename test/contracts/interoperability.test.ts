/**
 * The old Python room's client, unmodified in its behaviour, in a room of ours: it reads one object a `recv(1024)` and
 * dies of anything else.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { OldClient, python } from "../support/old-client.ts";
import { openServer } from "../support/server.ts";
import { SocketClient } from "../support/socket-client.ts";

setDefaultTimeout(testTimeoutMs);

if (python === null) console.warn("SKIPPED: there is no python3 here to run the old client with");
const oldClientTest = test.skipIf(python === null);

oldClientTest("two old clients and a v2 client talk", async () => {
  await using server = await openServer();
  await using alice = await OldClient.enter(server.port, "alice");
  await using bob = await OldClient.enter(server.port, "bob");
  using carol = await SocketClient.enter(server.port, "carol");
  await alice.until(() => alice.texts("system_msg").length === 3);
  await bob.until(() => bob.texts("system_msg").length === 2);

  alice.type("Hello, everybody! 你好 👋");
  carol.say({ type: "broadcast", msg: "two\nlines" });
  for (const person of [alice, bob]) await person.until(() => person.texts("broadcast").length === 2);
  await carol.until(() => carol.frames("broadcast").length === 2);
  expect(bob.texts("broadcast").map(unstamped).toSorted()).toEqual([
    "[alice] : Hello, everybody! 你好 👋\r\n",
    "[carol] : two\r\n| lines\r\n",
  ]);
  expect(alice.texts("broadcast").toSorted()).toEqual(bob.texts("broadcast").toSorted());

  bob.type("@alice psst, the whole text", "@nobody hello?", "@carol psst too");
  await bob.until(() => bob.texts("single").length === 3);
  await alice.until(() => alice.texts("single").length === 1);
  await carol.until(() => carol.frames("single").length === 1);
  expect(alice.texts("single").map(unstamped)).toEqual([
    "[ bob CHATTING TO alice ] : psst, the whole text\r\n",
  ]);
  expect(bob.texts("single").join("")).toContain("Nobody here is called nobody");

  alice.type("/ls", "/help", "/h", "/unknown", "/i", "unseen by all");
  await alice.until(() => alice.texts("broadcast").length === 3);
  expect(alice.texts("ls")).toEqual(["[ SYSTEM ] ALIVE USER : \r\nalice,\r\nbob,\r\ncarol,\r\n"]);
  expect(alice.texts("help")).toHaveLength(2);
  expect(alice.texts("ignore")).toHaveLength(1);
  expect(alice.texts("broadcast")[2]).toContain("You are ignoring the room");

  carol[Symbol.dispose]();
  await bob.until(() => bob.texts("system_msg").length === 3);
  expect(bob.texts("system_msg").map(unstamped).at(-1)).toBe("[ SYSTEM ] : carol left the room\r\n");
});

oldClientTest("an old client whose nickname is taken is told, and lives", async () => {
  await using server = await openServer();
  using alice = await SocketClient.enter(server.port, "alice");
  await using late = new OldClient(server.port, "ALICE");
  await late.until(() => late.texts("login").length === 1);
  expect(late.heard).toEqual([
    { type: "greeting", msg: "Welcome to Tea room\r\n" },
    { type: "login", msg: "The nickname ALICE is taken. Choose another one." },
  ]);
  expect(alice.closed).toBe(false);
});

oldClientTest("an old client gets a text of many reads, cut so that it survives", async () => {
  await using server = await openServer();
  await using alice = await OldClient.enter(server.port, "alice");
  using bob = await SocketClient.enter(server.port, "bob");
  const text = "长文本👨‍👩‍👧".repeat(300);
  bob.say({ type: "broadcast", msg: text });
  const said = () => alice.texts("broadcast").map((msg) => msg.slice(msg.indexOf(" : ", 8) + 3, -2));
  await alice.until(() => alice.texts("broadcast").join("").length > text.length);
  alice.type("/ls");
  await alice.until(() => alice.texts("ls").length === 1);
  expect(
    said()
      .map((part) => part.replace("[bob] : ", "").replace(/^.*\r\n/, ""))
      .join(""),
  ).toBe(text);
});

oldClientTest(
  "an old client that stood still while 300 messages came survives and gets them all",
  async () => {
    await using server = await openServer();
    await using sleeper = await OldClient.enter(server.port, "sleeper");
    using witness = await SocketClient.connect(server.port);
    witness.say({ type: "login", msg: "witness" });
    using talker = await SocketClient.enter(server.port, "talker");
    await sleeper.until(() => sleeper.texts("system_msg").length === 3);
    const numbers = Array.from({ length: 300 }, (_, index) => index);
    sleeper.signal("SIGSTOP");
    talker.say(...numbers.map((number) => ({ type: "broadcast", msg: `number ${number} 你好` })));
    // The witness is spoken to at the same pace: when it has all, so has the sleeper's socket.
    await witness.until(() => witness.text.split('"broadcast"').length === 301);
    sleeper.signal("SIGCONT");
    await sleeper.until(() => sleeper.texts("broadcast").length === 300);
    const heard = sleeper.texts("broadcast").map((msg) => Number(/number (\d+) 你好\r\n$/.exec(msg)?.[1]));
    expect(heard).toEqual(numbers);
    sleeper.type("still here");
    await talker.until(() => talker.frames("broadcast").length === 301);
  },
);

/** The text behind its stamp, which has to be there. */
function unstamped(msg: string): string {
  const stamp = /^\[TIME : \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\]\r\n/;
  expect(msg).toMatch(stamp);
  return msg.replace(stamp, "");
}
