/** Everything that people read, in French. */
import type { Catalogue } from "./catalogue.ts";

export const fr: Catalogue = {
  languageTag: "fr-FR",
  faults: {
    bad_utf8: () => "Ce n’était pas de l’UTF-8 valide. Envoyez le texte en UTF-8.",
    bad_json: () => "Ce n’était pas un objet JSON. Envoyez un objet JSON par requête.",
    too_deep: ({ depthMax }) =>
      `Ce JSON compte plus de ${depthMax} niveaux d’imbrication. Les requêtes sont plates.`,
    frame_too_long: ({ bytesMax }) =>
      `Cette requête dépasse ${bytesMax} octets. Envoyez-la en plusieurs parties.`,
    bad_field: ({ field, expected }) => `Le champ « ${field} » doit être : ${expected}.`,
    unknown_type: ({ value }) => `Il n’existe pas de requête du type « ${value} ».`,
    not_logged_in: () => "Choisissez d’abord un pseudo pour entrer.",
    already_logged_in: () => "Vous êtes déjà dans le salon. Sortez et revenez pour changer de pseudo.",
    nickname_empty: () => "Un pseudo compte au moins un caractère.",
    nickname_space: () => "Un pseudo ne peut pas contenir d’espace. Choisissez-en un autre.",
    nickname_too_long: ({ graphemesMax }) =>
      `Un pseudo compte au plus ${graphemesMax} caractères. Choisissez-en un plus court.`,
    nickname_characters: () => "Ce pseudo contient des caractères invisibles. Choisissez-en un autre.",
    nickname_taken: ({ nickname }) => `Le pseudo ${nickname} est déjà pris. Choisissez-en un autre.`,
    nickname_unknown: ({ nickname }) =>
      `Personne ici ne s’appelle ${nickname}. Tapez /ls pour voir qui est là.`,
    message_empty: () => "Il n’y avait rien à envoyer dans ce message.",
    message_too_long: ({ bytesMax }) =>
      `Ce message dépasse ${bytesMax} octets. Envoyez-le en plusieurs parties.`,
    ignoring: () => "Vous ignorez le salon et ne pouvez donc pas y écrire. Tapez /i pour y revenir.",
    storage: () =>
      "Le serveur ne peut pas enregistrer de messages en ce moment. Le vôtre n’est pas parti ; réessayez.",
    too_many_faults: () => "Trop de requêtes étaient incompréhensibles : la connexion est fermée.",
    login_timeout: () => "Aucun pseudo n’a été donné à temps : la connexion est fermée.",
    frame_timeout: () => "La fin d’une requête n’est pas arrivée à temps : la connexion est fermée.",
    server_full: () => "Le serveur n’a plus de place pour le moment. Réessayez plus tard.",
    shutting_down: () => "Le serveur ferme. Réessayez dans un instant.",
    replaced: () => "Vous êtes revenu par une autre connexion ; celle-ci est donc fermée.",
    too_many_rooms: () => "Vous êtes dans trop de salons. Quittez-en d’abord un avec /leave.",
    room_name: ({ graphemesMax }) =>
      `Le nom d’un salon a de 1 à ${graphemesMax} caractères, sans espaces, et ne commence ni par @ ni par /.`,
    not_in_room: ({ room }) => `Vous n’êtes pas dans ${room}. Tapez d’abord /join ${room}.`,
    topic_too_long: ({ charactersMax }) => `Un sujet a au plus ${charactersMax} caractères.`,
  },
  notices: {
    join: (nickname) => `${nickname} rejoint le salon`,
    leave: (nickname) => `${nickname} quitte le salon`,
    topic: (nickname, topic) =>
      topic === "" ? `${nickname} a retiré le sujet` : `${nickname} a choisi le sujet : ${topic}`,
  },
  greeting: (serverName) => `Bienvenue dans ${serverName}`,
  loggedIn: (nickname, serverName) => `Bienvenue dans ${serverName}, ${nickname}`,
  ignoring:
    "Vous ignorez maintenant le salon : vous ne voyez plus ses messages et ne pouvez plus y écrire. /i vous y ramène.",
  notIgnoring: "Vous êtes de retour dans le salon.",
  classicHelp: [
    "@pseudo texte   dire quelque chose à une seule personne",
    "/ls             qui est là",
    "/h              cette aide",
    "/i              ignorer le salon, ou y revenir",
  ].join("\r\n"),
  serve: {
    listening: (name) => `${name} est ouvert.`,
    joinWith: "On y entre avec :",
    pageAt: (address) => `Une page qui l’explique : ${address}`,
    pageLead: "Pour entrer dans ce salon, téléchargez chat et tapez dans un terminal :",
    pageMissing: "Cette page n’existe pas ici.",
    keptIn: (folder) => `Les messages sont gardés dans ${folder}.`,
    keptInMemory: "Les messages ne sont gardés qu’en mémoire, jusqu’à la fermeture du salon.",
    stopHint: "Ctrl-C ferme le salon.",
    stopping: "Le salon ferme.",
    portTaken: (port) =>
      `Le port ${port} est déjà utilisé. Choisissez-en un autre avec --port, ou arrêtez ce qui l’utilise.`,
    portForbidden: (port) =>
      `Cet utilisateur n’a pas le droit d’ouvrir le port ${port}. Choisissez-en un au-dessus de 1023 avec --port.`,
    hostUnusable: (host) =>
      `Cette machine n’a pas l’adresse ${host}. Choisissez-en une autre avec --host, ou n’en donnez pas.`,
    listenFailed: (reason) => `Le salon n’a pas pu ouvrir : ${reason}.`,
  },
  store: {
    newer: (folder) =>
      `Les données de ${folder} viennent d’un chat plus récent. Utilisez celui-là, ou un autre dossier avec --data.`,
    in_use: (folder) =>
      `Un autre chat serve utilise ${folder}. Arrêtez-le, ou choisissez un autre dossier avec --data.`,
    read_only: (folder) =>
      `Impossible d’écrire dans ${folder}. Donnez-en le droit à cet utilisateur, ou choisissez un autre dossier avec --data.`,
    full: (folder) =>
      `Le disque de ${folder} est plein. Faites de la place, ou choisissez un autre dossier avec --data.`,
    damaged: (folder) =>
      `Les données de ${folder} sont abîmées. Reprenez une sauvegarde, ou choisissez un autre dossier avec --data.`,
    missing: (folder) =>
      `Il n’y a pas de données de chat dans ${folder}. Vérifiez le chemin donné avec --data.`,
    unusable: (folder) =>
      `${folder} ne peut pas servir de dossier de données. Choisissez-en un autre avec --data.`,
  },
  client: {
    askNickname: "Quel pseudo voulez-vous ?",
    connecting: (address) => `Connexion à ${address} …`,
    online: (nickname, server) =>
      `Vous êtes ${nickname} dans ${server}. /help montre ce que vous pouvez taper.`,
    offline: (reason, seconds) => `${reason} Nouvel essai dans ${seconds} s ; continuez à écrire.`,
    goodbye: "Au revoir.",
    members: (count) => (count === 1 ? "1 personne est là :" : `${count} personnes sont là :`),
    privateTo: (nickname) => `à ${nickname}`,
    privateFrom: (nickname) => `de ${nickname}`,
    unknownCommand: (name, nearest) =>
      nearest === undefined
        ? `La commande ${name} n’existe pas. /help les montre toutes.`
        : `La commande ${name} n’existe pas. Vouliez-vous dire ${nearest} ?`,
    commandUsage: (usage) => `Cela s’écrit ainsi : ${usage}`,
    outboxFull:
      "Trop de messages attendent le serveur. Celui-ci n’a pas été pris ; réessayez quand la ligne sera rétablie.",
    skipped: (count) => `Le terminal ne répondait plus : ${count} messages ne sont pas affichés ici.`,
    oldServer: "Ce serveur est ancien : il n’a qu’un salon et aucune mémoire.",
    roomIs: (room, topic) =>
      topic === "" ? `Vous êtes maintenant dans ${room}.` : `Vous êtes maintenant dans ${room} : ${topic}`,
    leftRoom: (room) => `Vous avez quitté ${room}.`,
    topicIs: (room, topic) => (topic === "" ? `${room} n’a pas de sujet.` : `Le sujet de ${room} : ${topic}`),
    rooms: (count) => (count === 1 ? "Il y a 1 salon :" : `Il y a ${count} salons :`),
    roomLine: (room, members, topic) => `${room} (${members})${topic === "" ? "" : ` ${topic}`}`,
    past: (room) => `Dit auparavant dans ${room} :`,
    found: (room, count, query) =>
      count === 0 ? `Rien dans ${room} ne contient : ${query}` : `Trouvé dans ${room}, pour ${query} :`,
    nothingPast: (room) => `Rien n’a été dit dans ${room} auparavant.`,
    waiting: "en attente",
    came: (names, more) => `arrivées : ${list(names, more)}`,
    went: (names, more) => `départs : ${list(names, more)}`,
    cameBack: (names, more) => `de retour : ${list(names, more)}`,
    passedBy: (names, more) => `de passage : ${list(names, more)}`,
    membersHere: (count) => `présents : ${count}`,
    pendingCount: (count) => `en attente : ${count}`,
    searching: (query) => `Recherche : ${query} (Ctrl-R plus ancien, Entrée le reprend, Échap annule)`,
    searchFailed: (query) => `Introuvable : ${query} (Échap annule)`,
    draftLong: (lines, kibibytes) =>
      `Entrée envoie ${lines === 1 ? "1 ligne" : `${lines} lignes`}, Échap revient au texte (${kibibytes} Kio).`,
    draftTooLong: (kibibytes, kibibytesMax) =>
      `Trop long pour un message : ${kibibytes} Kio sur ${kibibytesMax}. Échap revient au texte.`,
    commands: {
      ls: "qui est là",
      join: "entrer dans un salon",
      leave: "quitter un salon ; quitter le hall (lobby), c’est tout quitter",
      rooms: "les salons qui existent",
      topic: "voir ou choisir le sujet du salon",
      history: "relire",
      search: "trouver les messages qui contiennent tous ces mots",
      help: "cette aide",
      ignore: "ignorer le salon, ou y revenir",
      quit: "quitter",
      private: "dire quelque chose à une seule personne",
    },
    connectionLost: "La connexion au serveur est perdue.",
    connectionRefused: (address) =>
      `Rien ne répond à ${address}. Le salon est-il ouvert, et le port est-il le bon ?`,
    hostUnknown: (host) => `Aucune machine ne s’appelle ${host}. Vérifiez le nom.`,
    unreachable: (address, reason) => `${address} est injoignable : ${reason}.`,
    noAnswer: (address) => `Il y a quelque chose à ${address}, mais cela ne répond pas comme un salon.`,
    nicknameNeeded: "Il faut un pseudo : chat join PSEUDO@HÔTE, ou --nick PSEUDO.",
    timedOut: "pas de réponse à temps",
    noRoute: "aucun chemin ne mène à ce réseau",
    notSent: (count) =>
      count === 1 ? "1 message n’a pas été envoyé." : `${count} messages n’ont pas été envoyés.`,
  },
  pipe: {
    retrying: (reason, seconds) => `${reason} Nouvel essai dans ${seconds} s.`,
    back: "La ligne est rétablie.",
    gaveUp: (seconds) => `Le serveur n’a rien pris et rien répondu pendant ${seconds} s.`,
    interrupted: "L’envoi a été arrêté avant la fin de l’entrée.",
    noSuchRoom: (room) => `Il n’y a pas de messages d’un salon ${room}.`,
  },
  usage: {
    about: "Un salon de discussion en un seul fichier.",
    usage: "Utilisation :",
    commands: "Commandes :",
    options: "Options :",
    arguments: "Arguments :",
    environment: (example) => `Chaque option a sa variable d’environnement : ${example} L’option l’emporte.`,
    moreHelp: "chat help COMMANDE montre les options d’une commande.",
    defaultIs: (value) => `par défaut ${value}`,
    serve: "ouvrir un salon",
    join: "entrer dans un salon",
    send: "dire quelque chose dans un salon, depuis un script ou un tube",
    tail: "suivre un salon, une ligne par message",
    history: "relire un salon, une ligne par message",
    export: "écrire les messages d’un dossier de données en lignes JSON",
    completions: "écrire un script qui complète les commandes dans un shell",
    man: "écrire la page de manuel",
    sendNote:
      "Le code de sortie n’est 0 que si le serveur a chaque message. Un serveur ancien ne confirme rien : un message y compte comme envoyé dès qu’il est écrit sur la ligne.",
    tailNote: "Un serveur ancien n’a pas de mémoire : on n’y suit que ce qui est dit à partir de maintenant.",
    exportNote:
      "Cela marche aussi pendant que le serveur tourne, et écrit ce qu’il y avait au début. Un message privé figure dans les boîtes des deux personnes, chacune sous @ et un identifiant.",
    completionsNote:
      "Écrivez-le là où le shell le cherche : ~/.local/share/bash-completion/completions/chat pour bash, un fichier _chat dans un dossier de $fpath pour zsh, ~/.config/fish/completions/chat.fish pour fish.",
    manNote: "chat man | man -l - la montre aussitôt.",
    helpCommand: "montrer ceci, ou l’aide d’une commande",
    address: "par exemple example.org, anne@example.org:5000, [::1]",
    messageText: "le message ; sans lui, chaque ligne de l’entrée en est un",
    shell: "le shell auquel le script est destiné",
    flags: {
      port: "le port du salon",
      host: "l’adresse sur laquelle écouter",
      name: "le nom du salon, pour les gens",
      lang: "la langue",
      logLevel: "le niveau minimal du journal",
      logFormat: "la forme du journal",
      httpPort: "le port de la page et de /healthz",
      noHttp: "ni page ni /healthz",
      data: "le dossier où les messages sont gardés",
      memory: "garder les messages en mémoire seulement",
      keep: "supprimer les messages plus vieux : 90d, 12h",
      keepMessages: "ne garder que tant de messages par salon",
      nick: "votre pseudo",
      plain: "lignes simples : ni couleurs ni mouvements du curseur",
      room: "le salon",
      whole: "toute l’entrée est un seul message",
      timeout: "abandonner si le serveur se tait si longtemps (30s)",
      json: "un objet JSON par message",
      since: "à partir de là : 10m, 90d, après un SEQ, ou all",
      lines: "seulement les derniers, tant de messages",
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
  },
  manual: {
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
      failed: "impossible, ou quelque chose a été refusé ou n’est pas parti ; stderr dit quoi",
      usage: "mauvais usage",
      defect: "un défaut du programme ; CHAT_DEBUG=1 montre où",
    },
    messagesFolder: "les messages d’un salon, un dossier par port ; --data en choisit un autre",
    identitiesFolder: "qui vous étiez dans un salon, pour y revenir sous le même pseudo",
  },
};

function list(names: readonly string[], more: number): string {
  return names.join(", ") + (more > 0 ? ` et ${more} de plus` : "");
}
