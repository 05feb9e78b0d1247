/**
 * Clients of earlier generations against the server of today: what they said is said again, and what they are told is what
 * they were told then, as far as they depend on it.
 */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixturesFolder, readConversation } from "../support/exchange/format.ts";
import type { Step } from "../support/exchange/format.ts";
import type { Change } from "../support/exchange/replay.ts";
import { replayClients } from "../support/exchange/replay.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { openServer } from "../support/server.ts";
import { changedSteps } from "./fixture-changes.ts";

const names = readdirSync(join(fixturesFolder, "conversations")).map((file) => file.replace(".jsonl", ""));

/** The recorded server kept so many entries of each log. */
const entriesMax = 12;

setDefaultTimeout(testTimeoutMs);

describe("conversations with 0.1.0", () => {
  test.each(names)("%s goes on as it was recorded", async (name) => {
    const changes = changedSteps.filter(({ conversation }) => conversation === name);
    expect(await replay(readConversation(name), changes, name === "returning")).toEqual([]);
  });

  test("changedSteps names steps that are there", () => {
    const missing = changedSteps.filter(
      ({ conversation, step }) =>
        !names.includes(conversation) || !readConversation(conversation).some((one) => one.step === step),
    );
    expect(missing).toEqual([]);
  });
});

describe("replayClients", () => {
  const login = (version: number, answer: object): readonly Step[] => [
    { step: 1, who: "ann", does: "open", hear: { ann: ["Welcome to chat\r\n"] } },
    {
      step: 2,
      who: "ann",
      does: "send",
      send: [`{"type":"login","msg":"a b","v":${version},"key":"k"}\n`],
      hear: { ann: [`${JSON.stringify(answer)}\n`] },
    },
  ];
  const refused = { type: "login", success: false, code: "nickname_space", msg: "No.", key: "k" };

  test("takes other words and further fields for the same", async () => {
    const { key: _, ...less } = refused;
    expect(await replay(login(2, less))).toEqual([]);
  });

  test.each([
    ["another value", { ...refused, code: "nickname_empty" }],
    ["a field that is missing", { ...refused, hint: "x" }],
    ["a frame that is missing", { ...refused, hint: "x", key: "other" }],
  ])("tells %s", async (_, answer) => {
    expect(await replay(login(2, answer))).not.toEqual([]);
  });

  test("tells a field that had another place", async () => {
    const { code: _, ...less } = refused;
    const steps = login(2, less);
    const more: Step = { step: 3, does: "send", who: "ann", send: [], hear: { bob: ['{"code":""}\n'] } };
    expect(await replay([...steps, more])).toEqual([
      expect.stringContaining('step 2, to ann: .code: "nickname_space"'),
    ]);
  });

  test("tells what is heard beyond the recording", async () => {
    const [open, ask] = login(2, refused);
    if (open === undefined || ask === undefined) throw new Error("two steps");
    const twice: Step = { ...ask, send: [...(ask.send ?? []), ...(ask.send ?? [])] };
    const more: Step = { step: 3, who: "bob", does: "open", hear: { bob: ["Welcome to chat\r\n"] } };
    expect(await replay([open, twice, more])).toEqual([
      expect.stringContaining("at the end, ann heard more"),
    ]);
  });

  test("hears a mark in place of the recording, and tells one that changes nothing", async () => {
    const steps = login(2, { ...refused, code: "nickname_empty" });
    const change = { finding: "C1", changedBy: "a word", conversation: "", step: 2 } as const;
    const heard = { ann: [`${JSON.stringify(refused)}\n`] };
    expect(await replay(steps, [{ ...change, hear: heard }])).toEqual([]);
    expect(await replay(login(2, refused), [{ ...change, hear: heard }])).toEqual([
      "step 2: C1 (a word) changed nothing here; take its mark away",
    ]);
  });
});

async function replay(
  steps: readonly Step[],
  changes: readonly Change[] = [],
  returning = false,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "chat-fixture-"));
  if (returning) cpSync(join(fixturesFolder, "data"), folder, { recursive: true });
  const store = returning ? { folder, retention: { entriesMax } } : undefined;
  await using server = await openServer({ name: "chat", version: "0.1.0", store });
  const problems = await replayClients(steps, { port: server.port, stop: () => server.stop(), changes });
  rmSync(folder, { recursive: true, force: true });
  return problems;
}
