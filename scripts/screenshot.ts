/**
 * Makes the README's picture: a room, two people at terminals and scripts behind pipes, all with the built executable,
 * say what is written here; what their terminals then show is drawn as it is. Only the times of day are replaced, so
 * that the same session gives the same picture.
 */
import { dirname, join } from "node:path";
import { portDefault } from "../src/protocol/limits.ts";
import type { PseudoTerminal } from "../test/support/pseudo-terminal.ts";
import { Stage } from "../test/support/stage.ts";
import { drawWindows } from "./screenshot/svg.ts";

const file = join(import.meta.dir, "screenshot/chat.svg");
const size = { columns: 59, rows: 22 };

const stage = await Stage.open();
try {
  await Bun.write(file, await playAndDraw());
  console.log(`drew ${file}`);
} finally {
  await stage.close();
}

async function playAndDraw(): Promise<string> {
  await stage.serve(["--name", "tea"], { port: portDefault });
  const home = stage.home();
  await visitEarlier(home);
  const ann = await walkIn("ann", stage.home());
  await say(ann, "Morning! Is the kettle on? 🌞", []);
  const ming = await walkIn("小明", home);
  await ann.until("小明 joined");
  await say(ming, "早上好！水刚开 🍵 龙井还是乌龙？", [ann]);
  ann.paste("**Longjing**, please 🌱 And run this for me:\n```\nmake cake --candles=30\n```");
  await say(ann, "", [ming], "make cake");
  await say(ming, "`make` says: no rule for cake 😿", [ann], "no rule for cake");
  await say(ming, "@ann 别告诉她礼物的事 🤫", [ann], "别告诉她礼物的事");
  await say(ann, "@小明 my lips are sealed 🎁", [ming], "my lips are sealed");
  for (const guest of ["bob", "eve", "zoe"])
    await stage.run(["join", `${guest}@localhost`], { input: "" }).ended();
  await say(ming, "ann, 你最棒了 🎉", [ann], "你最棒了");
  await beginLine(ming, "我五分钟后到，", () => ann.text.includes("小明 is typing"));
  await beginLine(ann, "See you at si", () => ming.text.includes("ann is typing"));
  await ann.until("小明 is typing");
  return drawWindows([
    { title: "ann", screen: ann.emulator },
    { title: "小明", screen: ming.emulator },
  ]);
}

/** Somebody was here before, so that what was said since is new to them. */
async function visitEarlier(home: Readonly<Record<string, string>>): Promise<void> {
  const ming = await stage.enter("小明", portDefault, { environment: home });
  ming.type("明天见！\r");
  await ming.until("小明: 明天见！");
  ming.type("/quit\r");
  await ming.ended();
}

/** A shell, in which somebody types what the README says. */
async function walkIn(nickname: string, home: Readonly<Record<string, string>>): Promise<PseudoTerminal> {
  const search = `${dirname(stage.binary)}:${process.env["PATH"] ?? ""}`;
  const shell = stage.show(["sh"], { ...size, environment: { ...home, PATH: search, PS1: "$ " } });
  await shell.until("$ ");
  shell.type(`chat join ${nickname}@localhost\r`);
  await shell.until(`You are ${nickname} in`);
  await shell.until(({ draft }) => draft === "");
  return shell;
}

/** Types, and hesitates over the next letter until the other one sees it: a sign of it goes out only now and then. */
async function beginLine(person: PseudoTerminal, line: string, isSeen: () => boolean): Promise<void> {
  person.type(line);
  for (let hesitations = 0; !isSeen() && hesitations < 100; hesitations += 1) {
    person.type(".\x7f");
    await Bun.sleep(100);
  }
  await person.until(({ draft }) => draft === line);
}

/** Enters a line, and waits until those who shall read it do, and its writer too. */
async function say(
  person: PseudoTerminal,
  line: string,
  readers: readonly PseudoTerminal[],
  seen: string = line,
): Promise<void> {
  person.type(`${line}\r`);
  const shown = [person, ...readers].map((one) => one.until(seen));
  await Promise.all([...shown, person.until(({ draft }) => draft === "")]);
}
