/**
 * Names of common emoji, for completion.
 *
 * @source the short names in common use on GitHub and Slack
 */

/** By name, the most common first among those that begin alike. */
export const emoji: ReadonlyMap<string, string> = new Map(
  `
smile 😄, smiley 😃, smirk 😏, grin 😁, grinning 😀, joy 😂, rofl 🤣, laughing 😆, sweat_smile 😅, slight_smile 🙂,
upside_down 🙃, wink 😉, blush 😊, innocent 😇, heart_eyes 😍, kiss 😘, yum 😋, tongue 😛, zany 🤪, money_mouth 🤑, hug 🤗,
shush 🤫, thinking 🤔, zipper_mouth 🤐, raised_eyebrow 🤨, neutral 😐, expressionless 😑, unamused 😒, eye_roll 🙄, grimace 😬,
relieved 😌, pensive 😔, sleepy 😪, sleeping 😴, mask 😷, sick 🤢, sneeze 🤧, hot 🥵, cold 🥶, dizzy 😵, mind_blown 🤯, cowboy 🤠,
party 🥳, sunglasses 😎, nerd 🤓, monocle 🧐, confused 😕, worried 😟, frown 🙁, open_mouth 😮, astonished 😲, flushed 😳,
pleading 🥺, fearful 😨, cold_sweat 😰, cry 😢, sob 😭, scream 😱, disappointed 😞, sweat 😓, weary 😩, tired 😫, yawn 🥱,
angry 😠, rage 😡, cursing 🤬, devil 😈, skull 💀, poop 💩, clown 🤡, ghost 👻, alien 👽, robot 🤖, see_no_evil 🙈,
hear_no_evil 🙉, speak_no_evil 🙊, heart 💗, blue_heart 💙, green_heart 💚, yellow_heart 💛, purple_heart 💜,
broken_heart 💔, sparkling_heart 💖, hundred 💯, anger 💢, boom 💥, sweat_drops 💦, dash 💨, speech 💬, thought 💭, zzz 💤,
wave 👋, raised_hand ✋, ok_hand 👌, pinch 🤏, fingers_crossed 🤞, love_you 🤟, metal 🤘, call_me 🤙, point_left 👈,
point_right 👉, point_up 👆, point_down 👇, thumbsup 👍, thumbsdown 👎, fist ✊, punch 👊, clap 👏, raised_hands 🙌, open_hands 👐,
handshake 🤝, pray 🙏, writing 📝, muscle 💪, eyes 👀, brain 🧠, shrug 🤷, facepalm 🤦, bow 🙇, run 🏃, dance 💃, dog 🐶, cat 🐱,
mouse 🐭, fox 🦊, bear 🐻, panda 🐼, cow 🐮, pig 🐷, monkey 🐵, chicken 🐔, penguin 🐧, unicorn 🦄, bee 🐝, bug 🐛, snail 🐌, turtle 🐢,
snake 🐍, octopus 🐙, crab 🦀, whale 🐳, fish 🐟, rose 🌹, tree 🌳, cactus 🌵, apple 🍎, banana 🍌, lemon 🍋, pizza 🍕, burger 🍔,
bread 🍞, cookie 🍪, cake 🍰, coffee ☕, tea 🍵, beer 🍺, beers 🍻, wine 🍷, champagne 🍾, earth 🌍, moon 🌙, star ⭐, sparkles ✨,
sun 🌞, rainbow 🌈, snowman ⛄, fire 🔥, rocket 🚀, car 🚗, bike 🚲, plane 🛫, house 🏠, gift 🎁, tada 🎉, balloon 🎈, trophy 🏆,
soccer ⚽, dart 🎯, game 🎮, art 🎨, music 🎵, bell 🔔, lock 🔒, key 🔑, bulb 💡, book 📖, mail 📫, calendar 📅, chart 📈, pin 📌,
phone 📞, computer 💻, hourglass ⏳, alarm ⏰, check ✅, cross ❌, question ❓, exclamation ❗, warning 🚧, no_entry ⛔, recycle 🔄,
plus ➕, minus ➖, +1 👍, -1 👎, up 🔼, down 🔽, red_circle 🔴, green_circle 🟢, flag 🚩, checkered_flag 🏁`
    .trim()
    .split(/,\s+/)
    .map((entry): [string, string] => {
      const [name = "", sign = ""] = entry.split(" ");
      return [name, sign];
    }),
);
