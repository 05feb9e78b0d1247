/** Everything that people read, in French. */
import type { Catalogue } from "./catalogue.ts";

export const fr: Catalogue = {
  faults: {
    bad_utf8: () => "That was not valid UTF-8. Send text in UTF-8.",
    bad_json: () => "That was not a JSON object. Send one JSON object for each request.",
    too_deep: ({ depthMax }) => `That JSON is nested deeper than ${depthMax} levels. Requests are flat.`,
    frame_too_long: ({ bytesMax }) => `That request is longer than ${bytesMax} bytes. Send it in parts.`,
    bad_field: ({ field, expected }) => `The field "${field}" must be: ${expected}.`,
    unknown_type: ({ value }) => `There is no request of the type "${value}".`,
    not_logged_in: () => "Log in with a nickname first.",
    already_logged_in: () => "You are logged in already. Leave and join again to change the nickname.",
    nickname_empty: () => "A nickname needs at least one character.",
    nickname_space: () => "A nickname cannot hold spaces. Choose another one.",
    nickname_too_long: ({ graphemesMax }) =>
      `A nickname has at most ${graphemesMax} characters. Choose a shorter one.`,
    nickname_characters: () => "That nickname holds characters that cannot be seen. Choose another one.",
    nickname_taken: ({ nickname }) => `The nickname ${nickname} is taken. Choose another one.`,
    nickname_unknown: ({ nickname }) => `Nobody here is called ${nickname}. Type /ls to see who is here.`,
    message_empty: () => "There was nothing in that message to send.",
    message_too_long: ({ bytesMax }) => `That message is longer than ${bytesMax} bytes. Send it in parts.`,
    ignoring: () => "You are ignoring the room, so you cannot write to it. Type /i to come back.",
    storage: () => "The server cannot store messages right now. Yours was not sent; try again.",
    too_many_faults: () => "Too many requests could not be understood, so the connection is closed.",
    login_timeout: () => "There was no login for too long, so the connection is closed.",
    frame_timeout: () => "The rest of a request did not arrive in time, so the connection is closed.",
    server_full: () => "The server has no room for more people right now. Try again later.",
    shutting_down: () => "The server is closing. Try again in a moment.",
    replaced: () => "Vous êtes revenu par une autre connexion ; celle-ci est donc fermée.",
    too_many_rooms: () => "Vous êtes dans trop de salons. Quittez-en d’abord un avec /leave.",
    room_name: ({ graphemesMax }) =>
      `Le nom d’un salon a de 1 à ${graphemesMax} caractères, sans espaces, et ne commence ni par @ ni par /.`,
    not_in_room: ({ room }) => `Vous n’êtes pas dans ${room}. Tapez d’abord /join ${room}.`,
    topic_too_long: ({ charactersMax }) => `Un sujet a au plus ${charactersMax} caractères.`,
  },
  notices: {
    join: (nickname) => `${nickname} joined the room`,
    leave: (nickname) => `${nickname} left the room`,
    topic: (nickname, topic) =>
      topic === "" ? `${nickname} a retiré le sujet` : `${nickname} a choisi le sujet : ${topic}`,
  },
  greeting: (serverName) => `Welcome to ${serverName}`,
  loggedIn: (nickname, serverName) => `Welcome to ${serverName}, ${nickname}`,
  ignoring:
    "You ignore the room now: you do not see its messages and cannot write to it. /i brings you back.",
  notIgnoring: "You are back in the room.",
  classicHelp: [
    "@nick text   say something to one person only",
    "/ls          who is here",
    "/h           this help",
    "/i           ignore the room, or come back to it",
  ].join("\r\n"),
  serve: {
    listening: (name) => `${name} is open.`,
    joinWith: "Others join with:",
    pageAt: (address) => `A page that says how: ${address}`,
    pageLead: "Pour entrer dans ce salon, téléchargez chat et tapez dans un terminal :",
    pageMissing: "Cette page n’existe pas ici.",
    stopHint: "Ctrl-C closes the room.",
    stopping: "The room is closing.",
    portTaken: (port) =>
      `Port ${port} is in use already. Choose another one with --port, or stop what is using it.`,
    portForbidden: (port) =>
      `Port ${port} needs more rights than this user has. Choose one above 1023 with --port.`,
    hostUnusable: (host) =>
      `This machine has no address ${host}. Choose another one with --host, or leave it out.`,
    listenFailed: (reason) => `The room could not be opened: ${reason}.`,
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
    askNickname: "Which nickname do you want?",
    connecting: (address) => `Connecting to ${address} …`,
    online: (nickname, server) => `You are ${nickname} in ${server}. /help shows what you can type.`,
    offline: (reason, seconds) => `${reason} Trying again in ${seconds} s; go on typing.`,
    goodbye: "Goodbye.",
    members: (count) => (count === 1 ? "1 person is here:" : `${count} people are here:`),
    privateTo: (nickname) => `to ${nickname}`,
    privateFrom: (nickname) => `from ${nickname}`,
    unknownCommand: (name, nearest) =>
      nearest === undefined
        ? `There is no command ${name}. /help shows all.`
        : `There is no command ${name}. Did you mean ${nearest}?`,
    commandUsage: (usage) => `Type it like this: ${usage}`,
    outboxFull:
      "Too many messages wait for the server. This one was not taken; try again when the line is back.",
    skipped: (count) => `Le terminal ne répondait plus : ${count} messages ne sont pas affichés ici.`,
    oldServer: "Ce serveur est ancien : il n’a qu’un salon et aucune mémoire.",
    roomIs: (room, topic) =>
      topic === "" ? `Vous êtes maintenant dans ${room}.` : `Vous êtes maintenant dans ${room} : ${topic}`,
    leftRoom: (room) => `Vous avez quitté ${room}.`,
    topicIs: (room, topic) => (topic === "" ? `${room} n’a pas de sujet.` : `Le sujet de ${room} : ${topic}`),
    rooms: (count) => (count === 1 ? "Il y a 1 salon :" : `Il y a ${count} salons :`),
    roomLine: (room, members, topic) => `${room} (${members})${topic === "" ? "" : ` ${topic}`}`,
    past: (room) => `Dit auparavant dans ${room} :`,
    found: (room, count, query) =>
      count === 0 ? `Rien dans ${room} ne contient : ${query}` : `Trouvé dans ${room}, pour ${query} :`,
    nothingPast: (room) => `Rien n’a été dit dans ${room} auparavant.`,
    waiting: "en attente",
    commands: {
      ls: "who is here",
      join: "entrer dans un salon",
      leave: "quitter un salon ; quitter le hall (lobby), c’est tout quitter",
      rooms: "les salons qui existent",
      topic: "voir ou choisir le sujet du salon",
      history: "relire",
      search: "trouver les messages qui contiennent tous ces mots",
      help: "this help",
      ignore: "ignore the room, or come back to it",
      quit: "leave",
      private: "say something to one person only",
    },
    connectionLost: "The connection to the server is lost.",
    connectionRefused: (address) => `Nothing answers at ${address}. Is the room open, and is the port right?`,
    hostUnknown: (host) => `There is no machine called ${host}. Check the name.`,
    unreachable: (address, reason) => `${address} cannot be reached: ${reason}.`,
    noAnswer: (address) => `Something is at ${address}, but it does not answer as a chat room.`,
    nicknameNeeded: "A nickname is needed: chat join NICK@HOST, or --nick NICK.",
    timedOut: "pas de réponse à temps",
    noRoute: "aucun chemin ne mène à ce réseau",
    notSent: (count) =>
      count === 1 ? "1 message n’a pas été envoyé." : `${count} messages n’ont pas été envoyés.`,
  },
  usage: {
    about: "Un salon de discussion en un seul fichier.",
    usage: "Utilisation :",
    commands: "Commandes :",
    options: "Options :",
    arguments: "Arguments :",
    environment: (example) => `Chaque option a sa variable d'environnement : ${example} L'option l'emporte.`,
    moreHelp: "chat help COMMANDE montre les options d'une commande.",
    defaultIs: (value) => `par défaut ${value}`,
    serve: "ouvrir un salon",
    join: "entrer dans un salon",
    helpCommand: "montrer ceci, ou l'aide d'une commande",
    address: "par exemple example.org, anne@example.org:5000, [::1]",
    flags: {
      port: "le port du salon",
      host: "l'adresse sur laquelle écouter",
      name: "le nom du salon, pour les gens",
      lang: "la langue",
      logLevel: "le niveau minimal du journal",
      logFormat: "la forme du journal",
      httpPort: "le port de la page et de /healthz",
      noHttp: "ni page ni /healthz",
      data: "le dossier où les messages sont gardés",
      memory: "garder les messages en mémoire seulement",
      keep: "supprimer les messages plus vieux : 90d, 12h",
      keepMessages: "ne garder que tant de messages par salon",
      nick: "votre pseudo",
      plain: "lignes simples : ni couleurs ni mouvements du curseur",
      help: "montrer ceci",
      version: "montrer la version, le commit et la cible",
    },
    unknownCommand: (name, nearest) =>
      nearest === undefined
        ? `La commande « ${name} » n'existe pas.`
        : `La commande « ${name} » n'existe pas. Vouliez-vous dire ${nearest} ?`,
    unknownFlag: (name, nearest) =>
      nearest === undefined
        ? `L'option ${name} n'existe pas.`
        : `L'option ${name} n'existe pas. Vouliez-vous dire ${nearest} ?`,
    flagNeedsValue: (name) => `L'option ${name} demande une valeur.`,
    badFlag: (name, value, expected) => `${name} ne peut pas être « ${value} ». Il faut ${expected}.`,
    unexpectedArgument: (value) => `« ${value} » est un argument de trop.`,
    missingArgument: (name) => `Il manque ${name}.`,
    badAddress: (value) =>
      `« ${value} » n'est pas une adresse. Écrivez par exemple example.org, anne@example.org:12231 ou [::1]:12231.`,
    bareIpv6: (corrected) => `Une adresse IPv6 s'écrit entre crochets : ${corrected}.`,
    portExpected: "un nombre entier de 0 à 65535",
    switchExpected: "yes ou no",
    countExpected: "un nombre entier à partir de 1",
    durationExpected: "une durée comme 90d, 12h ou 30m",
    choiceExpected: (choices) => `l'un de ces mots : ${choices.join(", ")}`,
    textExpected: (charactersMax) => `un texte de 1 à ${charactersMax} caractères`,
    seeHelp: (command) => `Voir ${command} --help.`,
    defect: (reason) => `Une erreur inattendue s'est produite : ${reason} (CHAT_DEBUG=1 montre où)`,
  },
};
