/** Messages that the server will never send: deleted before they were read, or of a history that it does not have. */
import { forkOf } from "../../protocol/epochs.ts";
import { mailboxCursor } from "../../protocol/entry.ts";
import type { ServerMessage } from "../../protocol/server-message.ts";
import { show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";

type Message<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;

export function receiveGap({ cursors }: SessionState, { log, from, to, why }: Message<"gap">): Effects {
  cursors.set(log, cursorAfter({ from, to, why }, cursors.get(log) ?? 0));
  const conversation = log === mailboxCursor ? undefined : log;
  return show({ type: "gap", conversation, from, to, why });
}

/** Where the history branched, or the server is another, the entries that follow may have lower numbers than before. */
function cursorAfter({ from, to, why }: Pick<Message<"gap">, "from" | "to" | "why">, cursor: number): number {
  if (why === "branch") return from - 1;
  return why === "server" ? to : Math.max(cursor, to);
}

/**
 * Takes over the epochs of a server's answer. If ours is not among them, what was seen in the last run may have been of
 * another history.
 */
export function takeEpochs(
  state: SessionState,
  { epochs }: Pick<Message<"login"> & { success: true }, "epochs">,
): void {
  const { missed } = state;
  const newest = state.epochs.at(-1);
  if (newest !== undefined && epochs.length > 0 && forkOf([newest], epochs) === undefined) missed.clear();
  state.epochs = epochs;
}
