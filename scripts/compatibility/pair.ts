/** One client and one server, perhaps of two generations, in everything that pipes can do. Gives what went wrong. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { Program } from "../../test/support/program.ts";

export interface Pair {
  readonly client: string;
  readonly server: string;
  /** For the homes of both. */
  readonly scratch: string;
}

const lines = Array.from({ length: 200 }, (_, index) => `line ${index} 你好`);

export async function checkPair(pair: Pair): Promise<readonly string[]> {
  const programs: Program[] = [];
  const start = (binary: string, parameters: readonly string[], input?: string): Program => {
    const home = mkdtempSync(join(pair.scratch, "home-"));
    const environment = { PATH: process.env["PATH"] ?? "", HOME: home, LANG: "en_US.UTF-8", TZ: "UTC" };
    const program = new Program([binary, ...parameters], { folder: pair.scratch, environment, input });
    programs.push(program);
    return program;
  };
  try {
    const data = mkdtempSync(join(pair.scratch, "data-"));
    const place = ["--host", "127.0.0.1", "--port", "0", "--no-http", "--data", data];
    const server = start(pair.server, ["serve", ...place]);
    const found = await server.until(/chat join 127\.0\.0\.1:(\d+)\n/);
    return await talk(`127.0.0.1:${found[1]}`, (parameters, input) => start(pair.client, parameters, input));
  } finally {
    await Promise.all(programs.map((program) => program.close()));
  }
}

type Start = (parameters: readonly string[], input?: string) => Program;

/** A follower and somebody in the room hear what is sent; it can be read back; the room is left well. */
async function talk(address: string, start: Start): Promise<readonly string[]> {
  const ann = start(["join", `ann@${address}`, "--plain"]);
  await ann.until("You are ann");
  const tail = start(["tail", `tail@${address}`, "--json", "--since", "0"]);
  // One message that is heard shows that it follows.
  const first = start(["send", `bob@${address}`, "first"], "");
  const problems = [...ended("send", await first.ended(), first)];
  await tail.until("first");
  const many = start(["send", `bob@${address}`], `${lines.join("\n")}\n`);
  problems.push(...ended("send", await many.ended(), many));
  const last = "two lines,\nthe last one";
  const whole = start(["send", `bob@${address}`, "--whole"], last);
  problems.push(...ended("send --whole", await whole.ended(), whole));
  await ann.until("the last one");
  ann.write("from ann\n@ann to herself\n/join tea\nin tea\n");
  await ann.until(/\[tea\] ann: in tea/);
  ann.closeInput();
  problems.push(...ended("join", await ann.ended(), ann));
  await tail.until("from ann");
  tail.signal("SIGTERM");
  problems.push(...ended("tail", await tail.ended(), tail));
  const history = start(["history", `bob@${address}`, "--since", "all", "--json"]);
  problems.push(...ended("history", await history.ended(), history));
  const tea = start(["history", `bob@${address}`, "--room", "tea", "--json"]);
  problems.push(...ended("history --room", await tea.ended(), tea));
  const said = ["first", ...lines, last, "from ann"];
  return [
    ...problems,
    ...compare("tail", textsIn(tail.out), said),
    ...compare("history", textsIn(history.out), said),
    ...compare("history of tea", textsIn(tea.out), ["in tea"]),
    ...compare("join", shownIn(ann.out), ["first", ...lines, "two lines,"]),
    ...compare(
      "join, alone",
      Array.from(ann.out.matchAll(/^\(.*\) (to herself)$/gm), ([, text = ""]) => text),
      ["to herself"],
    ),
  ];
}

function ended(name: string, code: number, { error }: Program): readonly string[] {
  return code === 0 ? [] : [`${name} ended with ${code}: ${error.trim()}`];
}

/** Once each, in order. */
function compare(name: string, found: readonly string[], wanted: readonly string[]): readonly string[] {
  const at = wanted.findIndex((text, index) => found[index] !== text);
  if (at >= 0)
    return [`${name}: message ${at + 1} is ${JSON.stringify(found[at])}, not ${JSON.stringify(wanted[at])}`];
  return found.length === wanted.length ? [] : [`${name}: ${found.length} messages, not ${wanted.length}`];
}

function textsIn(out: string): readonly string[] {
  return out
    .split("\n")
    .filter(Boolean)
    .map((line) => String(Object.getOwnPropertyDescriptor(JSON.parse(line), "msg")?.value));
}

function shownIn(out: string): readonly string[] {
  return Array.from(out.matchAll(/^bob: (.*)$/gm), ([, text = ""]) => text);
}
