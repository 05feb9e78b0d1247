/**
 * Two IRC servers, with what slows floods down switched off. IRC shows nobody their own message, so a message counts as
 * acknowledged when the observer, a member that sends nothing, has it; a cell has fewer deliveries by the senders' own.
 */
import { join } from "node:path";
import type { Peer, Protocol } from "./peer.ts";
import { programAbsent, programPath, sessionName } from "./peer.ts";

export const ircProtocol: Protocol = {
  echoes: false,
  greet: (session) => `NICK ${sessionName(session)}\r\nUSER bench 0 * :bench\r\n`,
  heed(heard) {
    if (/^ERROR [^\r\n]*/m.test(heard)) return { type: "refused", reason: heard.slice(-200).trim() };
    if (/^:\S+ 366 /m.test(heard)) return { type: "in" };
    return /^:\S+ 001 /m.test(heard) ? { type: "say", words: "JOIN #b\r\n" } : { type: "wait" };
  },
  publish: (text) => `PRIVMSG #b :${text}\r\n`,
  answer(heard) {
    const cookie = /^PING (.*)\r$/m.exec(heard)?.[1];
    return cookie === undefined ? undefined : `PONG ${cookie}\r\n`;
  },
};

export const ngircdPeer: Peer = {
  name: "ngircd",
  protocol: "irc",
  role: { type: "other" },
  // It lets ten connections wait to be accepted; others hang for up to a minute.
  enteringMax: 8,
  absent: () => Promise.resolve(programAbsent("ngircd")),
  async command(folder, port) {
    const file = join(folder, "ngircd.conf");
    await Bun.write(
      file,
      [
        "[Global]",
        "Name = irc.bench.test",
        "Info = bench",
        "AdminEMail = bench@bench.test",
        "MotdPhrase = bench",
        "Listen = 127.0.0.1",
        `Ports = ${port}`,
        "[Limits]",
        "MaxConnections = 0",
        "MaxConnectionsIP = 0",
        "MaxJoins = 0",
        "MaxPenaltyTime = 0",
        "PingTimeout = 3600",
        "PongTimeout = 3600",
        "[Options]",
        "DNS = no",
        "Ident = no",
        "PAM = no",
      ].join("\n"),
    );
    return [programPath("ngircd") ?? "ngircd", "--nodaemon", "--config", file];
  },
};

export const inspircdPeer: Peer = {
  name: "inspircd",
  protocol: "irc",
  role: { type: "other" },
  // It lets people in once a second.
  enteringMax: 500,
  absent: () => Promise.resolve(programAbsent("inspircd")),
  async command(folder, port) {
    const file = join(folder, "inspircd.conf");
    const many = "1000000000";
    await Bun.write(
      file,
      [
        `<server name="irc.bench.test" description="bench" network="bench">`,
        `<admin name="bench" nick="bench" email="bench@bench.test">`,
        `<bind address="127.0.0.1" port="${port}" type="clients">`,
        `<connect name="all" allow="*" timeout="60" pingfreq="3600" hardsendq="${many}" softsendq="${many}"`,
        `  recvq="1000000" threshold="${many}" commandrate="${many}" fakelag="no" localmax="20000"`,
        `  globalmax="20000" maxconnwarn="no" resolvehostnames="no" useident="no" limit="20000">`,
        `<performance softlimit="20000" somaxconn="1024" netbuffersize="65534">`,
        `<pid file="${join(folder, "inspircd.pid")}">`,
        `<options defaultmodes="n">`,
      ].join("\n"),
    );
    const program = programPath("inspircd") ?? "inspircd";
    return [program, "--runasroot", "--nofork", "--nolog", `--config=${file}`];
  },
};
