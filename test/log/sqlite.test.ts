/** The log in SQLite: the contract of all stores. */
import { afterAll } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { logContract } from "../contracts/log.ts";

const folders = mkdtempSync(join(tmpdir(), "chat-sqlite-"));

afterAll(() => rmSync(folders, { recursive: true, force: true }));

logContract("sqliteLog", (listener) => sqliteLog({ folder: mkdtempSync(join(folders, "store-")) }, listener));
