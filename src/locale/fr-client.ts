/** What the chat line and the pipes say, in French. */
import type { ClientTexts, PipeTexts } from "./client-texts.ts";
import { frCommands } from "./fr-commands.ts";

export const frClient: ClientTexts = {
  askNickname: "Quel pseudo voulez-vous ?",
  connecting: (address) => `Connexion à ${address} …`,
  online: (nickname, server) =>
    `Vous êtes ${nickname} dans ${server}. /help montre ce que vous pouvez taper.`,
  onlineAgain: (nickname, server) =>
    `Vous êtes ${nickname} dans ${server}, comme la dernière fois. /help montre ce que vous pouvez taper.`,
  offline: (reason, seconds) => `${reason} Nouvel essai dans ${seconds} s ; continuez à écrire.`,
  retryIn: (seconds) => `Réessai dans ${seconds} s ; continuez à écrire`,
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
    "Trop de messages attendent le serveur. Celui-ci n’a pas été pris ; réessayez quand la connexion sera rétablie.",
  skipped: (count) => `Le terminal ne répondait plus : ${count} messages ne sont pas affichés ici.`,
  oldServer: "Ce serveur est ancien : il n’a qu’un salon et aucune mémoire.",
  waitForRooms: (count) =>
    count === 1
      ? "1 message destiné à un autre salon est conservé jusqu’à ce que vous soyez de nouveau dans ce salon."
      : `${count} messages destinés à d’autres salons sont conservés jusqu’à ce que vous soyez de nouveau dans ces salons.`,
  onlyAtTerminal:
    "Les lignes simples ne le permettent pas : chat join sans --plain le permet, dans un terminal.",
  onlyInRooms: "Cela vaut pour les salons, et ceci est une conversation privée. /leave la ferme.",
  notYourself: "On ne peut pas s’ignorer soi-même.",
  privateMessages: "vos messages privés",
  gap: {
    deleted: (where, from, to) =>
      `Les messages ${from} à ${to} de ${where} manquent : le serveur les a supprimés avant de vous les envoyer.`,
    branch: (where, from, to) =>
      `Les messages ${from} à ${to} de ${where} ne sont plus sur le serveur : ses données viennent d’une copie plus ancienne.`,
    server: (where, from, to) =>
      `Le serveur a d’autres messages qu’avant : ${from} à ${to} de ${where} ne sont pas montrés ici.`,
  },
  notHidden: (nickname) => `${nickname} n’est pas ignoré.`,
  roomIs: (room) => `Vous êtes maintenant dans ${room}.`,
  leftRoom: (room) => `Vous avez quitté ${room}.`,
  topicIs: (room, topic) => (topic === "" ? `${room} n’a pas de sujet.` : `Le sujet de ${room} : ${topic}`),
  rooms: (count) => (count === 1 ? "Il y a 1 salon :" : `Il y a ${count} salons :`),
  roomLine: (room, members, topic) => `${room} (${members})${topic === "" ? "" : ` ${topic}`}`,
  past: (room) => `Dit auparavant dans ${room} :`,
  newestSearched: "Seuls les messages les plus récents ont été parcourus.",
  searchedTo: (when) => `Parcouru en remontant jusqu’à ${when}. /search à nouveau continue.`,
  found: (room, query) => `Trouvé dans ${room}, pour ${query} :`,
  foundNothing: (room, query) => `Rien dans ${room} ne contient : ${query}`,
  foundNothingYet: (room, query) => `Rien n’a été trouvé jusqu’ici dans ${room} pour : ${query}`,
  foundNothingMore: (room, query) => `Rien de plus ancien dans ${room} ne contient : ${query}`,
  nothingPast: (room) => `Rien n’a été dit dans ${room} auparavant.`,
  waiting: "en attente",
  delayed: "Le serveur ne peut pas recevoir de messages pour l’instant. Ils attendent et seront renvoyés.",
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
    `Trop long : ${kibibytes} Kio sur ${kibibytesMax}. Échap annule ; chat send prend des fichiers.`,
  commands: frCommands,
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
  notAcknowledged: (count) =>
    count === 1
      ? "1 message est resté sans confirmation ; le serveur l’a peut-être enregistré."
      : `${count} messages sont restés sans confirmation ; le serveur les a peut-être enregistrés.`,
  inputIsFolder: "L’entrée est un dossier ; donnez-lui un fichier.",
  inputUnreadable: (code) => `L’entrée est illisible : ${code}.`,
  atLine: (line, sentence) => `Ligne ${line} : ${sentence}`,
  homeless:
    "Cet utilisateur n’a pas de dossier personnel, donc rien ne peut être gardé : ce qui n’est pas envoyé quand chat se termine est perdu, et le serveur ne vous reconnaîtra pas la prochaine fois.",
  perhapsMissed: (room) =>
    `La connexion a été perdue pendant que vous entriez dans ${room} : des messages peuvent manquer. Tapez-y /history pour les voir.`,
  brokenMessages: (count) =>
    count < 2
      ? "Le serveur a envoyé 1 message contraire au protocole ; il a été ignoré. Signalez-le à la personne qui gère le serveur."
      : `Le serveur a envoyé ${count} messages contraires au protocole ; ils ont été ignorés. Signalez-le à la personne qui gère le serveur.`,
  brokenAnswer:
    "La réponse du serveur est contraire au protocole : on ignore si la demande a été exécutée. Vérifiez-le avant de réessayer.",
  brokenLogin: (address) =>
    `Le serveur ${address} ne respecte pas le protocole. Vérifiez l’adresse, ou signalez-le à la personne qui gère le serveur.`,
  keepsNothing: (folder) =>
    `Rien ne peut être gardé dans ${folder} : ce qui n’est pas envoyé quand chat se termine est perdu, et le serveur ne vous reconnaîtra pas la prochaine fois.`,
  keptUnsent: (count) =>
    count === 1
      ? "1 message attend votre prochaine venue sous ce pseudo."
      : `${count} messages attendent votre prochaine venue sous ce pseudo.`,
};

export const frPipe: PipeTexts = {
  retrying: (reason, seconds) => `${reason} Nouvel essai dans ${seconds} s.`,
  back: "La connexion est rétablie.",
  gaveUp: (seconds) => `Le serveur n’a rien pris et rien répondu pendant ${seconds} s.`,
  interrupted: "L’envoi a été arrêté avant la fin de l’entrée.",
  noSuchRoom: (room) => `Il n’y a pas de messages d’un salon ${room}.`,
  beyondEnd: (room, seq, head) =>
    `Le dernier message de ${room} est le ${head} : il n’y en a pas après ${seq}. Les données du serveur ont peut-être été restaurées d’une copie plus ancienne. Donnez à --since un nombre plus petit.`,
};

function list(names: readonly string[], more: number): string {
  return names.join(", ") + (more > 0 ? ` et ${more} de plus` : "");
}
