/**
 * Upgrades the database at a path from version 1, as the server does, but ends itself by SIGKILL before a statement.
 *
 * Parameters: the path, and how many statements are run before. Prints how many were run when none was left.
 */
import { Database } from "bun:sqlite";
import { migrate } from "../../src/log/migrations.ts";

const [path = "", count = "0"] = process.argv.slice(2);
const database = new Database(path);
let left = Number(count);
let run = 0;

function runOne(sql: string): void {
  if (left === 0) process.kill(process.pid, "SIGKILL");
  left -= 1;
  run += 1;
  database.run(sql);
}

const statements = (sql: string) => sql.split(";").filter((statement) => statement.trim() !== "");
migrate(
  {
    transaction: database.transaction.bind(database),
    run: (sql) => {
      for (const statement of statements(sql)) runOne(statement);
      return { changes: 0, lastInsertRowid: 0 };
    },
  },
  1,
);
console.log(run);
