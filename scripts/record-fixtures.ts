/**
 * Records the fixtures of one generation of the program: `bun scripts/record-fixtures.ts --binary PATH --to FOLDER`. They
 * are recorded once, by the generation that they stand for: see `test/fixtures/README.md`.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { conversations } from "./fixtures/conversations.ts";
import { recordConversation } from "./fixtures/record-conversation.ts";
import { recordFolders } from "./fixtures/record-folders.ts";
import { recordPrograms } from "./fixtures/record-programs.ts";
import { Recorder } from "./fixtures/recorder.ts";

const { values } = parseArgs({ options: { binary: { type: "string" }, to: { type: "string" } } });
const { binary, to } = values;
if (binary === undefined || to === undefined || existsSync(to)) {
  console.error(
    "Usage: bun scripts/record-fixtures.ts --binary PATH --to FOLDER\n\nFOLDER must not be there yet.",
  );
  process.exit(2);
}

const folder = resolve(to);
const scratch = mkdtempSync(join(tmpdir(), "chat-fixtures-"));
const recorder = new Recorder(resolve(binary), scratch);
try {
  for (const part of ["conversations", "programs"]) mkdirSync(join(folder, part), { recursive: true });
  const tokens = await recordFolders(recorder, folder);
  for (const [name, acts] of Object.entries(conversations)) {
    const returns = name === "returning";
    const server = await recorder.serve(returns ? recorder.copyOf(join(folder, "data")) : undefined);
    const stop = () => server.program.signal("SIGTERM");
    const steps = await recordConversation(acts, {
      port: server.port,
      stop,
      tokens: returns ? tokens : new Map<string, string>(),
    });
    writeFileSync(join(folder, "conversations", `${name}.jsonl`), recorder.lines(steps));
    await recorder.end(server.program);
  }
  await recordPrograms(recorder, join(folder, "programs"));
} finally {
  await recorder.close();
  rmSync(scratch, { recursive: true, force: true });
}
// Connections whose other end was killed would keep the process.
process.exit();
