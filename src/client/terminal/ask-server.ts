/** Asks a person at a terminal where to go: to a recent server, or to an address. */
import { AutocompletePrompt, isCancel } from "@clack/core";
import {
  S_BAR,
  S_BAR_END,
  S_RADIO_ACTIVE,
  S_RADIO_INACTIVE,
  limitOptions,
  symbol,
  text,
} from "@clack/prompts";
import { styleText } from "node:util";
import type { ArrivalTexts } from "../../locale/arrival-texts.ts";
import { recentServersMax } from "../limits.ts";
import type { Input, Output } from "../../base/streams.ts";

export interface AskServerOptions {
  readonly texts: ArrivalTexts;
  readonly input: Input;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** A server as it is offered: `label` is its address, `hint` says more about it. */
export interface ServerChoice {
  readonly label: string;
  readonly hint: string;
}

/** A server that was not offered: what was typed to find it. */
export interface OtherServer {
  readonly typed: string;
}

/** Filters as one types. Resolves to one of them; undefined from somebody who would rather leave. */
export async function chooseServer(
  servers: readonly ServerChoice[],
  options: AskServerOptions,
): Promise<ServerChoice | OtherServer | undefined> {
  const { texts, input, output, signal } = options;
  const another = { value: undefined, label: texts.anotherPlace, hint: "" };
  const choices: readonly Choice[] = [...servers.map((server) => ({ value: server, ...server })), another];
  let typed = "";
  const answer = await new AutocompletePrompt<Choice>({
    options: [...choices],
    // What is not there is somewhere else.
    filter: (search, { value, label }) =>
      value === undefined || label.toLowerCase().includes(search.trim().toLowerCase()),
    input,
    output,
    signal,
    render() {
      typed = this.userInput;
      const title = [styleText("gray", S_BAR), `${symbol(this.state)}  ${texts.whichPlace}`];
      if (this.state === "submit" || this.state === "cancel") {
        const chosen = choices.find(({ value }) => value === this.focusedValue);
        const done = this.state === "submit" ? `  ${styleText("dim", chosen?.label ?? "")}` : "";
        return [...title, styleText("gray", S_BAR) + done].join("\n");
      }
      const bar = `${styleText("cyan", S_BAR)}  `;
      const rows = limitOptions({
        cursor: this.cursor,
        options: this.filteredOptions,
        columnPadding: 3,
        rowPadding: 5,
        style: optionText,
        maxItems: recentServersMax,
        output,
      });
      return [
        ...title,
        `${bar}${styleText("dim", texts.filter)} ${this.userInputWithCursor}`,
        ...rows.map((row) => bar + row),
        bar + styleText("dim", texts.choosing),
        styleText("cyan", S_BAR_END),
      ].join("\n");
    },
  }).prompt();
  if (isCancel(answer)) return undefined;
  return servers.find((server) => server === answer) ?? { typed };
}

/** @param problem what is wrong with an address, in words; undefined when nothing is */
export async function askAddress(
  typed: string,
  problem: (address: string) => string | undefined,
  { texts, input, output, signal }: AskServerOptions,
): Promise<string | undefined> {
  const answer = await text({
    message: texts.whichAddress,
    initialValue: typed,
    validate: (value) => problem(value?.trim() ?? ""),
    input,
    output,
    signal,
  });
  return isCancel(answer) ? undefined : answer.trim();
}

interface Choice {
  readonly value: ServerChoice | undefined;
  readonly label: string;
  readonly hint: string;
}

function optionText({ label, hint }: Choice, active: boolean): string {
  const sign = active ? styleText("green", S_RADIO_ACTIVE) : styleText("dim", S_RADIO_INACTIVE);
  const name = active ? label : styleText("dim", label);
  return `${sign} ${name}${hint === "" ? "" : `  ${styleText("dim", hint)}`}`;
}
