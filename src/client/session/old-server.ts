/** What a login at an old server means for what was asked of another one. */
import { lobby } from "../../protocol/entry.ts";
import { isClassic } from "./classic-send.ts";
import { goTo, isOpen, tellLevel } from "./conversations.ts";
import { refuseRequest, show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import { drop, isMessage } from "./outbox.ts";
import type { KeyedRequest } from "./outbox.ts";
import type { SessionState } from "./state.ts";

/**
 * After a login at an old server, which has no other rooms. A person's messages for those stay in the journal until there is
 * a server that has them: who answers at an address once must not make them be lost. All else that it cannot do is refused.
 */
export function comeIntoOld(state: SessionState): Effects {
  const { outbox, conversation, options } = state;
  const { oldServer, waitForRooms } = options.catalogue.client;
  const dropped = drop(outbox, (request) => !isClassic(request));
  const mayWait = (request: KeyedRequest): boolean => options.returns === true && isMessage(request);
  const waiting = dropped.filter(mayWait);
  state.unsent = [...state.unsent, ...waiting];
  const refused = dropped.flatMap((request) =>
    mayWait(request) ? [] : refuseRequest(state, request, oldServer),
  );
  const told =
    waiting.length === 0 ? [] : show({ type: "said", text: `${oldServer} ${waitForRooms(waiting.length)}` });
  for (const map of [state.rooms, state.members]) map.clear();
  const here = isOpen(state, conversation) ? [] : goTo(state, lobby);
  return [...refused, ...told, ...here, ...tellLevel(state, lobby)];
}
