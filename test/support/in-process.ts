/** Connections between clients and a server in the same process, without a socket, on the time of a test. */
import type { Runtime } from "../../src/client/clock.ts";
import type { Connect, ServerConnection } from "../../src/client/connection.ts";
import { en } from "../../src/locale/en.ts";
import { JsonCodec } from "../../src/protocol/json-codec.ts";
import type { Connection } from "../../src/server/connection.ts";
import type { Hub } from "../../src/server/hub.ts";
import type { FakeScheduler } from "./fake-scheduler.ts";

export function runtimeOf(scheduler: FakeScheduler): Runtime {
  return {
    now: () => scheduler.monotonic(),
    time: () => scheduler.now(),
    after: (milliseconds, call) => scheduler.after(milliseconds, call),
    soon: (call) => void scheduler.after(0, call),
    random: () => 0.5,
  };
}

/** Each write arrives whole, in a later turn. */
export function connectTo(hub: Hub, scheduler: FakeScheduler): Connect {
  return (events) => {
    const gone = Promise.withResolvers<void>();
    const soon = (call: () => void) => void scheduler.after(0, call);
    let isOpen = false;
    const end = (): void => {
      if (!isOpen) return;
      isOpen = false;
      gone.resolve();
      soon(() => server.closed());
    };
    const lose = (): void => {
      const wasOpen = isOpen;
      end();
      if (wasOpen) events.closed({ type: "lost" });
    };
    const toClient: Connection = {
      peer: { address: "in-process", transport: "memory", encrypted: false },
      write(bytes) {
        const chunk = Uint8Array.from(bytes);
        soon(() => isOpen && events.received(chunk));
        return bytes.length;
      },
      pause: () => undefined,
      resume: () => undefined,
      finish: () => soon(lose),
      terminate: () => soon(lose),
    };
    const server = hub.accept(toClient, new JsonCodec(en));
    soon(() => {
      isOpen = true;
      events.opened();
    });
    const toServer: ServerConnection = {
      gone: gone.promise,
      send: (text) => soon(() => isOpen && server.received(Buffer.from(text))),
      pause: () => undefined,
      resume: () => undefined,
      close: (gently) => (gently ? soon(() => soon(end)) : end()),
    };
    return toServer;
  };
}
