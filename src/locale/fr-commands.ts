/** What the chat line's commands are, in French. */
import type { CommandTexts } from "./command-texts.ts";

export const frCommands: CommandTexts = {
  private: {
    short: "dire quelque chose à une seule personne",
    long: "@nick: et @nick, font de même. /query ouvre une conversation avec elle, où l’on reste.",
  },
  msg: { short: "comme @nick text" },
  query: {
    short: "ouvrir une conversation privée",
    long: "Jusqu’à /leave, ce que vous tapez ne va qu’à NICK. TEXT est dit aussitôt.",
  },
  me: {
    short: "dire ce que vous faites : * ann salue",
    long: "Avec // devant, la ligne est montrée telle quelle.",
  },
  edit: {
    short: "écrire le message dans votre éditeur",
    long: "Ce que vous écrivez dans $EDITOR est sur la ligne quand vous le quittez ; Entrée l’envoie. Alt-e emporte ce qui est déjà sur la ligne.",
  },
  join: {
    short: "entrer dans un salon",
    long: "Un salon qui n’existe pas est créé. Vous restez dans les salons où vous êtes.",
  },
  leave: {
    short: "quitter un salon ; depuis lobby, le chat",
    long: "Dans une conversation privée, cela ferme celle-ci.",
  },
  rooms: { short: "les salons qui existent" },
  topic: { short: "voir ou choisir le sujet du salon" },
  ls: { short: "qui est là" },
  who: {
    short: "qui est dans un salon, et qui est absent",
    long: "Sans ROOM, c’est le salon où vous êtes. Il faut y être soi-même.",
  },
  whois: { short: "où est quelqu’un, et depuis quand" },
  history: {
    short: "relire",
    long: "Montre les N messages (50) d’avant ceux qui sont à l’écran ; encore une fois : ceux d’avant.",
  },
  search: {
    short: "trouver les messages avec tous ces mots",
    long: "La recherche se fait dans la conversation où vous êtes, et montre les plus récents.",
  },
  notify: {
    short: "quand cette conversation vous appelle",
    long: "À chaque message (all), aux messages privés et à ceux qui vous nomment (mentions), ou jamais (off). Ce choix est retenu.",
  },
  nick: { short: "prendre un autre pseudo" },
  away: {
    short: "dire que vous êtes absent",
    long: "Qui vous écrit en privé l’apprend, avec votre TEXT. /back y met fin.",
  },
  back: { short: "dire que vous êtes de retour" },
  hide: {
    short: "ne plus rien montrer de cette personne",
    long: "Elle n’en sait rien. C’est retenu, jusqu’à /unignore. Sans NICK : qui est ignoré.",
  },
  unhide: { short: "montrer de nouveau ses messages" },
  ignore: {
    short: "ignorer le salon, ou y revenir",
    long: "Tout le hall (lobby), et pas une seule personne : pour cela, /ignore NICK.",
  },
  clear: {
    short: "effacer l’écran",
    long: "Rien n’est supprimé : /history montre de nouveau les derniers messages.",
  },
  help: { short: "cette aide, ou plus sur une commande" },
  quit: { short: "quitter" },
};
