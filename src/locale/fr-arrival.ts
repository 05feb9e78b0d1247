/** What stands between a command line and a room, in French. */
import type { ArrivalTexts } from "./arrival-texts.ts";

export const frArrival: ArrivalTexts = {
  whichPlace: "Où voulez-vous aller ?",
  anotherPlace: "ailleurs …",
  lastTime: (when) => `dernière fois : ${when}`,
  filter: "Chercher :",
  choosing: "↑/↓ choisit, Entrée y va, taper cherche",
  whichAddress: "Quelle adresse ? Par exemple example.org, ou ann@example.org:5000",
  settings: {
    folder: (where) => `${where} est un dossier. Des réglages sont dans un fichier.`,
    forbidden: (where) => `Vous n’avez pas le droit de lire ${where}.`,
    unreadable: (where, reason) => `${where} ne peut pas être lu : ${reason}.`,
    tooLong: (where, kibibytesMax) =>
      `${where} dépasse ${kibibytesMax} Kio. Des réglages n’en demandent pas tant.`,
    noToml: (where, reason) => `${where} : ce n’est pas du TOML : ${reason}.`,
    unknownKey: (where, key, nearest) =>
      nearest === undefined
        ? `${where} : il n’y a pas de réglage « ${key} ». chat help settings les montre tous.`
        : `${where} : il n’y a pas de réglage « ${key} ». Vouliez-vous dire ${nearest} ?`,
    badValue: (where, key, value, expected) =>
      `${where} : ${key} ne peut pas être ${value}. Il faut ${expected}.`,
  },
  topics: {
    commands: "ce que vous pouvez taper dans chat join",
    keys: "ce que les touches font dans chat join",
    settings: "ce que vous pouvez régler dans un fichier",
    settingsFile: (path) =>
      `Les réglages de chat join sont dans ${path}, en TOML. Il peut ne pas y en avoir.`,
    settingsOrder: "Une option de la ligne de commande l’emporte sur l’environnement, et lui sur le fichier.",
    example: "Par exemple :",
  },
};
