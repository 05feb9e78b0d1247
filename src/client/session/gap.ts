/** Messages that the server will never send: deleted before they were read, or of a history that it does not have. */
import { forkOf } from "../../protocol/epochs.ts";
import { mailboxCursor } from "../../protocol/entry.ts";
import type { ServerMessage } from "../../protocol/server-message.ts";
import { show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";

type Message<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;

/** Where the history branched, the entries behind it have the same numbers again: the cursor goes back. */
export function receiveGap({ cursors }: SessionState, { log, from, to, why }: Message<"gap">): Effects {
  cursors.set(log, why === "branch" ? from - 1 : Math.max(cursors.get(log) ?? 0, to));
  const conversation = log === mailboxCursor ? undefined : log;
  return show({ type: "gap", conversation, from, to, why });
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
