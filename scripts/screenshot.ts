/**
 * Makes the README's picture: a room, two people at terminals and a script behind a pipe, all with the built executable,
 * say what is written here; what their terminals then show is drawn as it is. Only the times of day are replaced, so
 * that the same session gives the same picture.
 */
import { dirname, join } from "node:path";
import { portDefault } from "../src/protocol/limits.ts";
import type { PseudoTerminal } from "../test/support/pseudo-terminal.ts";
import { Stage } from "../test/support/stage.ts";
import { drawWindows } from "./screenshot/svg.ts";

const file = join(import.meta.dir, "screenshot/chat.svg");
const size = { columns: 59, rows: 20 };

const stage = await Stage.open();
try {
  await Bun.write(file, await playAndDraw());
  console.log(`drew ${file}`);
} finally {
  await stage.close();
}

async function playAndDraw(): Promise<string> {
  await stage.serve(["--name", "tea"], { port: portDefault });
  const ann = await walkIn("ann");
  const ming = await walkIn("小明");
  await ann.until("小明 joined");
  await say(ann, "Good morning! Is the kettle on? 🌞", [ming]);
  await say(ming, "早上好！水刚开 🍵 龙井还是乌龙？", [ann]);
  ann.paste(
    "Longjing, please 🌱 And for tonight:\n  12 mooncakes 🥮\n  one very large pot\n  a cake with 30 candles",
  );
  await say(ann, "", [ming], "30 candles");
  await say(ming, "@ann 别告诉她礼物的事 🤫", [ann], "别告诉她礼物的事");
  await say(ann, "@小明 my lips are sealed 🎁", [ming], "my lips are sealed");
  const robot = stage.run(["join", "robot@localhost"], { input: "The oven is at 180 °C 🔥\n" });
  await robot.ended();
  await Promise.all([ann, ming].map((person) => person.until("robot left")));
  await say(ming, "ann, 你最棒了 🎉", [ann], "你最棒了");
  ann.type("/ls\r");
  await ann.until("2 people are here");
  ming.type("我五分钟后到，");
  await ming.until(({ draft }) => draft === "我五分钟后到，");
  await say(ann, "See you all at six 👋", [ming]);
  ann.type("@小");
  await ann.until(({ draft }) => draft === "@小");
  ann.type("\t");
  await ann.until(({ draft }) => draft === "@小明");
  return drawWindows([
    { title: "ann", screen: ann.emulator },
    { title: "小明", screen: ming.emulator },
  ]);
}

/** A shell, in which somebody types what the README says. */
async function walkIn(nickname: string): Promise<PseudoTerminal> {
  const search = `${dirname(stage.binary)}:${process.env["PATH"] ?? ""}`;
  const shell = stage.show(["sh"], { ...size, environment: { PATH: search, PS1: "$ " } });
  await shell.until("$ ");
  shell.type(`chat join ${nickname}@localhost\r`);
  await shell.until(`You are ${nickname} in`);
  await shell.until(({ draft }) => draft === "");
  return shell;
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
