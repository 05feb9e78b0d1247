/** Which languages there are, and which one a person wants. */
import type { Catalogue } from "./catalogue.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import { zh } from "./zh.ts";

export const languages = ["en", "zh", "fr"] as const;
export type Language = (typeof languages)[number];

export function catalogueOf(language: Language): Catalogue {
  return { en, zh, fr }[language];
}

/**
 * The language of the environment, as POSIX orders its variables; English when it names none that we speak.
 *
 * @source POSIX.1-2017, section 8.2 (internationalization variables)
 */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const value = environment["LC_ALL"] || environment["LC_MESSAGES"] || environment["LANG"] || "";
  return languages.find((language) => value.toLowerCase().startsWith(language)) ?? "en";
}
