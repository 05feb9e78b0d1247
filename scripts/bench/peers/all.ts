/** The servers that the benchmark knows, and their protocols by name. */
import type { ChatOptions } from "./chat.ts";
import { chatPeers, chatProtocol } from "./chat.ts";
import { inspircdPeer, ircProtocol, ngircdPeer } from "./irc.ts";
import { natsPeer, natsProtocol } from "./nats.ts";
import type { Peer, Protocol, ProtocolName } from "./peer.ts";
import { redisPeer, redisProtocol } from "./redis.ts";

export const protocols: Readonly<Record<ProtocolName, Protocol>> = {
  chat: chatProtocol,
  redis: redisProtocol,
  nats: natsProtocol,
  irc: ircProtocol,
};

export const otherPeers: readonly Peer[] = [redisPeer, natsPeer, ngircdPeer, inspircdPeer];

export async function allPeers(options: ChatOptions): Promise<readonly Peer[]> {
  return [...(await chatPeers(options)), ...otherPeers];
}
