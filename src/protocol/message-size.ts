/**
 * Size limits of requests. Clients check them before they queue a request, so that nothing is queued that no server
 * would accept.
 */
import { fitsUtf8 } from "../base/utf8.ts";
import type { Fault } from "./faults.ts";
import { messageBytesMax, requestBytesMax } from "./limits.ts";
import type { Request } from "./requests.ts";
import { encodeRequest } from "./request-encoder.ts";

/**
 * Why a request is too large to be sent; undefined if it can be sent. Two limits apply: the text's UTF-8
 * (`messageBytesMax`), and the frame's UTF-8 as `encodeRequest` writes it. JSON escapes quotes, backslashes and line
 * breaks in two bytes, so a text within the first limit can break the second.
 *
 * @param request as it is sent, with its key
 * @param bytesMax the frame limit of the server; by default that of the oldest v2 server
 */
export function sizeFault(request: Request, bytesMax = requestBytesMax): Fault | undefined {
  if ((request.type === "broadcast" || request.type === "sendto") && !fitsUtf8(request.text, messageBytesMax))
    return { code: "message_too_long", bytesMax: messageBytesMax };
  // The line break after a frame does not count.
  return fitsUtf8(encodeRequest(request), bytesMax + 1) ? undefined : { code: "frame_too_long", bytesMax };
}
