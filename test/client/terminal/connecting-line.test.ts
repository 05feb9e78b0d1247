/** The line that moves while a person waits to be let in: late, alone, and without a trace. */
import { describe, expect, test } from "bun:test";
import { ConnectingLine } from "../../../src/client/terminal/connecting-line.ts";
import { spinnerDelayMs, spinnerPauseMs } from "../../../src/client/limits.ts";
import { Sink } from "../../support/sink.ts";
import { FakeClock } from "./harness.ts";

function start(columns = 80) {
  const clock = new FakeClock();
  const output = Object.assign(new Sink(), { columns });
  const line = new ConnectingLine(output, clock);
  return { clock, line, written: () => output.text };
}

const drawn = (text: string): string => `\u001b[?25l\r\u001b[2K${text}`;
const gone = "\r\u001b[2K\u001b[?25h";

describe("ConnectingLine", () => {
  test("shows nothing of a server that answers at once", () => {
    const { clock, line, written } = start();
    line.show("Connecting …");
    clock.advance(spinnerDelayMs - 1);
    line.hide();
    clock.advance(10_000);
    expect(written()).toBe("");
  });

  test("moves on its own line, which is empty afterwards", () => {
    const { clock, line, written } = start();
    line.show("Connecting …");
    clock.advance(spinnerDelayMs + 4 * spinnerPauseMs);
    line.hide();
    line.hide();
    expect(written()).toBe(
      ["|", "/", "-", "\\", "|"].map((sign) => drawn(`${sign} Connecting …`)).join("") + gone,
    );
    expect(clock.timers).toBe(0);
  });

  test("never takes a second line", () => {
    const { clock, line, written } = start(12);
    line.show("正在连接 example.org …");
    clock.advance(spinnerDelayMs);
    const shown = written().replace(drawn(""), "");
    expect(Bun.stringWidth(shown)).toBeLessThan(12);
    expect(shown).toStartWith("| 正在连接");
  });
});
