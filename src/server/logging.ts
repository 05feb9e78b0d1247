/**
 * The operator's log, on stderr: connections, logins, refusals, errors; at the debug level, every event of the core
 * (`tracing.ts`). Never what people write.
 */
import { configureSync, getJsonLinesFormatter, getLogger, getTextFormatter } from "@logtape/logtape";
import type { Logger, LogRecord } from "@logtape/logtape";
import type { Answer } from "../protocol/answers.ts";
import type { Codec } from "../protocol/codec.ts";

export interface LoggingOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly write: (line: string) => void;
}

export const logLevels = ["debug", "info", "warning", "error"] as const;
export type LogLevel = (typeof logLevels)[number];
export const logFormats = ["text", "json"] as const;
export type LogFormat = (typeof logFormats)[number];

/** Logs what an answer tells the operator. */
export function logAnswer(logger: Logger, { id: session, codec }: LoggedSession, answer: Answer): void {
  if (answer.type === "login" && answer.success) {
    const { nickname } = answer;
    logger.info("session {session} is {nickname}", { session, nickname, codec: codec.name });
  } else if (answer.type === "nick") {
    const { nickname } = answer;
    logger.info("session {session} is now called {nickname}", { session, nickname });
    // That the store fails is told once a minute, not for each message: see `store-health.ts`.
  } else if ("fault" in answer && answer.fault.code !== "storage")
    logger.info("session {session} was refused: {code}", { session, code: answer.fault.code });
}

interface LoggedSession {
  readonly id: number;
  readonly codec: Pick<Codec, "name">;
}

/** Configures the process's logging and returns the server's logger. */
export function startLogging({ level, format, write }: LoggingOptions): Logger {
  const formatter = format === "json" ? getJsonLinesFormatter({ properties: "flatten" }) : getTextFormatter();
  configureSync({
    reset: true,
    sinks: { stderr: (record: LogRecord) => write(formatter(record)) },
    loggers: [
      { category: "chat", lowestLevel: level, sinks: ["stderr"] },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["stderr"] },
    ],
  });
  return getLogger("chat");
}
