/** What came out of a stream so far, and a way to wait for more. */
import type { PassThrough } from "node:stream";
import { hangGuardMs } from "./hang-guard.ts";

export interface WatchedStream {
  readonly text: () => string;
  readonly until: (part: string) => Promise<void>;
}

export function watchStream(stream: PassThrough): WatchedStream {
  let text = "";
  const waiters: { readonly part: string; readonly resolve: () => void }[] = [];
  stream.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    for (const { part, resolve } of waiters) if (text.includes(part)) resolve();
  });
  const until = async (part: string): Promise<void> => {
    if (text.includes(part)) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiters.push({ part, resolve });
    const timer = setTimeout(
      () => reject(new Error(`no ${JSON.stringify(part)} in ${JSON.stringify(text)}`)),
      hangGuardMs,
    );
    await promise;
    clearTimeout(timer);
  };
  return { text: () => text, until };
}
