/** NATS over its text protocol. A client that is behind is not dropped: it may have much waiting, for long. */
import { join } from "node:path";
import type { Peer, Protocol } from "./peer.ts";
import { programAbsent, programPath } from "./peer.ts";

export const natsProtocol: Protocol = {
  echoes: true,
  greet: () => `CONNECT {"verbose":false,"pedantic":false,"echo":true}\r\nSUB b 1\r\nPING\r\n`,
  heed: (heard) => ({ type: heard.includes("PONG\r\n") ? "in" : "wait" }),
  publish: (text) => `PUB b ${text.length}\r\n${text}\r\n`,
  answer: (heard) => (heard.includes("PING\r\n") ? "PONG\r\n" : undefined),
};

export const natsPeer: Peer = {
  name: "nats",
  protocol: "nats",
  role: { type: "other" },
  enteringMax: 200,
  absent: () => Promise.resolve(programAbsent("nats-server")),
  async command(folder, port) {
    const file = join(folder, "nats.conf");
    await Bun.write(
      file,
      [
        `listen: "127.0.0.1:${port}"`,
        "max_connections: 20000",
        "max_pending: 1073741824",
        `write_deadline: "60s"`,
        `ping_interval: "1h"`,
        `log_file: "${join(folder, "nats.log")}"`,
      ].join("\n"),
    );
    return [programPath("nats-server") ?? "nats-server", "-c", file];
  },
};
