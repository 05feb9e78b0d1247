/** Everything that people read, in French. */
import type { Catalogue } from "./catalogue.ts";
import { frArrival } from "./fr-arrival.ts";
import { frClient, frPipe } from "./fr-client.ts";
import { frFace, frKeys } from "./fr-face.ts";
import { frManual, frUsage } from "./fr-usage.ts";

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
    key_too_old: () =>
      "Ce message a été envoyé pour la première fois il y a trop longtemps : le serveur ne sait plus s’il l’a déjà. Rien n’a été envoyé ; renvoyez-le s’il manque.",
    storage: () =>
      "Le serveur ne peut pas utiliser son disque en ce moment. Rien n’a été envoyé ni modifié ; réessayez.",
    busy: ({ retry_after: ms }) => `Le serveur est occupé. Réessayez dans ${Math.ceil(ms / 1_000)} secondes.`,
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
    away_too_long: ({ charactersMax }) => `La raison d’une absence a au plus ${charactersMax} caractères.`,
  },
  notices: {
    join: (nickname) => `${nickname} rejoint le salon`,
    leave: (nickname) => `${nickname} quitte le salon`,
    topic: (nickname, topic) =>
      topic === "" ? `${nickname} a retiré le sujet` : `${nickname} a choisi le sujet : ${topic}`,
    nick: (nickname, to) => `${nickname} s’appelle maintenant ${to}`,
    away: (nickname, text) =>
      text === "" ? `${nickname} n’est pas là` : `${nickname} n’est pas là : ${text}`,
  },
  greeting: (serverName) => `Bienvenue dans ${serverName}`,
  loggedIn: (nickname, serverName) => `Bienvenue dans ${serverName}, ${nickname}`,
  ignoring:
    "Vous ignorez maintenant le salon : vous ne voyez plus ses messages et ne pouvez plus y écrire. /i vous y ramène.",
  notIgnoring: "Vous êtes de retour dans le salon.",
  notHttp:
    "Ceci est un serveur de chat, pas un serveur web. Pour y entrer, dans un terminal : chat join HÔTE",
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
    noPage: (port) =>
      `Pas de page : le port ${port} ne peut pas être ouvert. Choisissez-en un autre avec --http-port.`,
    pageLead: "Pour entrer dans ce salon, téléchargez chat et tapez dans un terminal :",
    pageMissing: "Cette page n’existe pas ici.",
    keptIn: (folder) => `Les messages sont gardés dans ${folder}.`,
    keptInMemory: "Les messages ne sont gardés qu’en mémoire, jusqu’à la fermeture du salon.",
    upgrading: (folder, copy) =>
      `${folder} vient d’un chat plus ancien et est mis à niveau. Il est d’abord copié dans ${copy}.`,
    copied: (megabytes, total) => `${megabytes} Mo copiés sur ${total}.`,
    upgraded: (copy) =>
      `Mise à niveau terminée. La copie ${copy} est supprimée au prochain démarrage du serveur.`,
    stopHint: "Ctrl-C ferme le salon.",
    stopping: "Le salon ferme.",
    portTaken: (port, flag) =>
      `Le port ${port} est déjà utilisé. Choisissez-en un autre avec ${flag}, ou arrêtez ce qui l’utilise.`,
    portForbidden: (port, flag) =>
      `Cet utilisateur n’a pas le droit d’ouvrir le port ${port}. Choisissez-en un au-dessus de 1023 avec ${flag}.`,
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
    no_room: (folder, megabytes = 0) =>
      `${folder} vient d’un chat plus ancien. Sa mise à niveau le copie d’abord et demande ${megabytes} Mo de plus sur le disque ; rien n’a été changé. Faites de la place, ou choisissez un autre dossier avec --data.`,
    full: (folder) =>
      `Le disque de ${folder} est plein. Faites de la place, ou choisissez un autre dossier avec --data.`,
    damaged: (folder) =>
      `Les données de ${folder} sont abîmées. Reprenez une sauvegarde, ou choisissez un autre dossier avec --data.`,
    missing: (folder) =>
      `Il n’y a pas de données de chat dans ${folder}. Vérifiez le chemin donné avec --data.`,
    homeless: () =>
      "Cet utilisateur n’a pas de dossier personnel où garder les messages. Indiquez un dossier avec --data.",
    gone: (folder) =>
      `${folder} a été supprimé ou déplacé pendant son utilisation. Remettez-le en place, ou redémarrez le serveur.`,
    replaced: (folder) =>
      `Un autre dossier ou fichier a pris la place de ${folder}. Remettez le premier, ou redémarrez le serveur.`,
    unusable: (folder) =>
      `${folder} ne peut pas servir de dossier de données. Choisissez-en un autre avec --data.`,
  },
  client: frClient,
  arrival: frArrival,
  face: frFace,
  keys: frKeys,
  pipe: frPipe,
  usage: frUsage,
  manual: frManual,
};
