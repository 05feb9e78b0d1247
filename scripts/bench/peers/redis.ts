/** Redis pub/sub over RESP3, in which a subscriber may publish too. Nothing is kept: its fastest way. */
import type { Peer, Protocol } from "./peer.ts";
import { programAbsent, programPath } from "./peer.ts";

export const redisProtocol: Protocol = {
  echoes: true,
  // The numbers of receivers that PUBLISH answers are switched off: they would be bytes that no other server sends.
  greet: () => "HELLO 3\r\nSUBSCRIBE b\r\nCLIENT REPLY OFF\r\n",
  heed: (heard) => ({ type: heard.includes("subscribe\r\n$1\r\nb\r\n:1\r\n") ? "in" : "wait" }),
  publish: (text) => `*3\r\n$7\r\nPUBLISH\r\n$1\r\nb\r\n$${text.length}\r\n${text}\r\n`,
};

export const redisPeer: Peer = {
  name: "redis",
  protocol: "redis",
  role: { type: "other" },
  enteringMax: 200,
  absent: () => Promise.resolve(programAbsent("redis-server")),
  command: (folder, port) => {
    const place = ["--bind", "127.0.0.1", "--port", String(port), "--dir", folder, "--tcp-backlog", "1024"];
    const keep = ["--save", "", "--appendonly", "no"];
    const limits = ["--maxclients", "11000", "--client-output-buffer-limit", "pubsub 0 0 0"];
    const quiet = ["--loglevel", "warning", "--daemonize", "no"];
    const program = programPath("redis-server") ?? "redis-server";
    return Promise.resolve([program, ...place, ...keep, ...limits, ...quiet]);
  },
};
