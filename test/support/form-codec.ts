/** A codec that writes one form of the JSON wire format from the beginning, and reads nothing. */
import { en } from "../../src/locale/en.ts";
import type { Codec } from "../../src/protocol/codec.ts";
import type { JsonForm } from "../../src/protocol/json-form.ts";

export function formCodec(form: JsonForm, variant: string | undefined = form.name): Codec {
  const { name, capabilities, entry } = form;
  return {
    name,
    capabilities,
    variant,
    partial: false,
    push: () => undefined,
    next: () => undefined,
    greeting: (serverName) => serverName,
    answer: (answer) => form.answer(answer, en),
    entry,
    notice: (notice) => form.notice(notice, en),
  };
}
