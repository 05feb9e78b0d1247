/** The operator's log: what stands in it, and at which level. */
import { afterEach, expect, test } from "bun:test";
import { resetSync } from "@logtape/logtape";
import { startLogging } from "../../src/server/logging.ts";
import { fieldsOf } from "../support/fields.ts";

afterEach(() => resetSync());

test("startLogging writes lines of text", () => {
  const lines: string[] = [];
  const logger = startLogging({ level: "info", format: "text", write: (line) => lines.push(line) });
  logger.info("session {session} closed", { session: 7 });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/session 7 closed\r?\n$/);
});

test("startLogging writes JSON, one object a line", () => {
  const lines: string[] = [];
  const logger = startLogging({ level: "info", format: "json", write: (line) => lines.push(line) });
  logger.info("session {session} closed", { session: 7, nickname: "a\nb" });
  expect(lines.join("").trimEnd().split("\n")).toHaveLength(1);
  expect(fieldsOf(lines[0] ?? "")).toMatchObject({ level: "INFO", session: 7, nickname: "a\nb" });
});

test.each([
  ["debug", 4],
  ["info", 3],
  ["warning", 2],
  ["error", 1],
] as const)("startLogging at the level %s leaves out what is below", (level, count) => {
  const lines: string[] = [];
  const logger = startLogging({ level, format: "text", write: (line) => lines.push(line) });
  logger.debug("one");
  logger.info("two");
  logger.warning("three");
  logger.error("four");
  expect(lines).toHaveLength(count);
});

test("startLogging lets no value break a line of text or colour the operator's screen", () => {
  const lines: string[] = [];
  const logger = startLogging({ level: "info", format: "text", write: (line) => lines.push(line) });
  logger.info("session is {nickname}", { nickname: "a\nb\u001b[31m" });
  expect(lines.join("").trimEnd()).not.toMatch(/\p{Cc}/u);
});
