/** What the command line says about itself, in French. */
import type { ManualTexts, UsageTexts } from "./usage-texts.ts";

export const frUsage: UsageTexts = {
  about: "Un salon de discussion en un seul fichier.",
  usage: "Utilisation :",
  commands: "Commandes :",
  options: "Options :",
  arguments: "Arguments :",
  environment: (example) => `Chaque option a sa variable d’environnement : ${example} L’option l’emporte.`,
  moreHelp: "chat help COMMANDE montre les options d’une commande.",
  topics: "Thèmes :",
  defaultIs: (value) => `par défaut ${value}`,
  serve: "ouvrir un salon",
  join: "entrer dans un salon",
  send: "dire quelque chose dans un salon, depuis un script ou un tube",
  tail: "suivre un salon, une ligne par message",
  history: "relire un salon, une ligne par message",
  search: "trouver des messages d’un salon, une ligne par message",
  export: "écrire les messages d’un dossier de données en lignes JSON",
  completions: "écrire un script qui complète les commandes dans un shell",
  man: "écrire la page de manuel",
  joinNote:
    "Sans adresse, la commande propose les endroits où vous étiez déjà. Sous le pseudo que vous y aviez la dernière fois, vous revenez dans les salons où vous étiez. Ces options peuvent aussi se trouver dans un fichier : chat help settings.",
  sendNote:
    "Le code de sortie n’est 0 que si le serveur a chaque message. Un serveur ancien ne confirme rien : un message y compte comme envoyé dès qu’il est écrit sur la ligne.",
  tailNote: "Un serveur ancien n’a pas de mémoire : on n’y suit que ce qui est dit à partir de maintenant.",
  searchNote:
    "Les messages trouvés les plus récents sont écrits, le plus ancien d’entre eux en premier. La casse et les accents ne comptent pas, et le début d’un mot trouve le mot.",
  exportNote:
    "Cela marche aussi pendant que le serveur tourne, et écrit ce qu’il y avait au début. Un message privé figure dans les boîtes des deux personnes, chacune sous @ et un identifiant.",
  completionsNote:
    "Écrivez-le là où le shell le cherche : ~/.local/share/bash-completion/completions/chat pour bash, un fichier _chat dans un dossier de $fpath pour zsh, ~/.config/fish/completions/chat.fish pour fish.",
  manNote: "chat man | man -l - la montre aussitôt.",
  helpCommand: "montrer ceci, ou l’aide d’une commande",
  address: "par exemple example.org, anne@example.org:5000, [::1]",
  messageText: "le message ; sans lui, chaque ligne de l’entrée en est un",
  words: "un message est trouvé s’il les contient tous",
  shell: "le shell auquel le script est destiné",
  flags: {
    port: "le port du salon",
    host: "l’adresse sur laquelle écouter",
    name: "le nom du salon, pour les gens",
    lang: "la langue",
    logLevel: "le niveau minimal du journal ; debug : chaque événement",
    logFormat: "la forme du journal",
    httpPort: "le port de la page et de /healthz",
    noHttp: "ni page ni /healthz",
    data: "le dossier où les messages sont gardés",
    memory: "garder les messages en mémoire seulement",
    keep: "supprimer les messages plus vieux : 90d, 12h",
    keepMessages: "ne garder que tant de messages par salon",
    nick: "votre pseudo",
    plain: "lignes simples : ni couleurs ni mouvements du curseur",
    jsonEvents: "un objet JSON par événement, pour les programmes",
    typing: "dire aux autres que vous écrivez, et voir qui écrit",
    notify: "ce qui vous appelle : tout message, ceux qui vous nomment et les privés, ou aucun",
    bell: "sonner quand quelque chose vous appelle",
    notifications: "montrer aussi sur le bureau ce qui vous appelle, si le terminal le peut",
    colour: "couleurs : selon le terminal (auto), toujours ou jamais",
    inputHistory: "garder sur disque ce que vous avez tapé, pour la prochaine fois",
    backlog: "messages d’avant montrés en entrant dans un salon",
    room: "le salon",
    whole: "toute l’entrée est un seul message",
    timeout: "abandonner si le serveur se tait si longtemps (30s)",
    json: "un objet JSON par message",
    since: "à partir de là : 10m, 90d, après un SEQ, ou all",
    lines: "seulement les derniers, tant de messages",
    search: "seulement les messages qui contiennent tous ces mots",
    noFollow: "finir quand tout est lu",
    exportRoom: "ce salon seulement",
    private: "les messages privés aussi",
    help: "montrer ceci",
    version: "montrer la version, le commit et la cible",
  },
  unknownCommand: (name, nearest) =>
    nearest === undefined
      ? `La commande « ${name} » n’existe pas.`
      : `La commande « ${name} » n’existe pas. Vouliez-vous dire ${nearest} ?`,
  unknownFlag: (name, nearest) =>
    nearest === undefined
      ? `L’option ${name} n’existe pas.`
      : `L’option ${name} n’existe pas. Vouliez-vous dire ${nearest} ?`,
  flagNeedsValue: (name) => `L’option ${name} demande une valeur.`,
  badFlag: (name, value, expected) => `${name} ne peut pas être « ${value} ». Il faut ${expected}.`,
  unexpectedArgument: (value) => `« ${value} » est un argument de trop.`,
  exclusive: (one, other) => `${one} et ${other} ne vont pas ensemble.`,
  missingArgument: (name) => `Il manque ${name}.`,
  badAddress: (value) =>
    `« ${value} » n’est pas une adresse. Écrivez par exemple example.org, anne@example.org:12231 ou [::1]:12231.`,
  bareIpv6: (corrected) => `Une adresse IPv6 s’écrit entre crochets : ${corrected}.`,
  portExpected: "un nombre entier de 0 à 65535",
  switchExpected: "yes ou no",
  countExpected: "un nombre entier à partir de 1",
  linesExpected: "un nombre entier à partir de 0",
  sinceExpected: "une durée comme 10m ou 90d, un numéro de message, ou all",
  roomExpected: "un nom de salon : sans espaces, pas trop long, sans @ ni / au début",
  nicknameExpected: "un pseudo : sans espaces, pas trop long",
  durationExpected: "une durée comme 90d, 12h ou 30m",
  choiceExpected: (choices) => `l’un de ces mots : ${choices.join(", ")}`,
  textExpected: (charactersMax) => `un texte de 1 à ${charactersMax} caractères`,
  seeHelp: (command) => `Voir ${command} --help.`,
  defect: (reason) => `Une erreur inattendue s’est produite : ${reason} (CHAT_DEBUG=1 montre où)`,
};

export const frManual: ManualTexts = {
  headings: {
    name: "NOM",
    synopsis: "SYNOPSIS",
    description: "DESCRIPTION",
    commands: "COMMANDES",
    typing: "CE QUE VOUS POUVEZ TAPER",
    exitStatus: "CODE DE SORTIE",
    files: "FICHIERS",
    examples: "EXEMPLES",
  },
  description:
    "Une commande ouvre un salon, une autre y entre depuis n’importe quel terminal. Il n’y a rien d’autre à installer, à configurer ou à lancer.",
  variables:
    "Entre parenthèses, après chaque option, figure la variable d’environnement qui la règle aussi ; l’option l’emporte. Pour un interrupteur, la variable vaut yes ou no, et l’option de même : --no-http=no.",
  typing:
    "Ce que vous tapez dans chat join va à tous ceux du salon où vous êtes, sauf ce qui suit. // au début veut dire un vrai /.",
  exits: {
    done: "tout s’est passé comme voulu",
    failed: "impossible, ou quelque chose a été refusé, écarté, manque ou n’est pas parti ; stderr dit quoi",
    usage: "mauvais usage",
    defect: "un défaut du programme ; CHAT_DEBUG=1 montre où",
  },
  messagesFolder: "les messages d’un salon, un dossier par port ; --data en choisit un autre",
  identitiesFolder: "qui vous étiez dans un salon, pour y revenir sous le même pseudo",
  settingsFile: "les réglages de chat join ; chat help settings les montre tous",
};
