/** What the chat line's commands are, in Chinese. */
import type { CommandTexts } from "./command-texts.ts";

export const zhCommands: CommandTexts = {
  private: {
    short: "只对一个人说",
    long: "也可以写成 @nick: 或 @nick, 的样子。/query 会打开与对方的私聊，可以一直留在里面。",
  },
  msg: { short: "与 @nick text 相同" },
  query: {
    short: "打开私聊",
    long: "在 /leave 之前，输入的内容只发给 NICK。TEXT 会立即发出。",
  },
  me: {
    short: "说出您在做什么：* ann 挥手",
    long: "前面写 // 则按原样显示。",
  },
  edit: {
    short: "用编辑器写消息",
    long: "在 $EDITOR 里写的内容，退出后会放到输入行，按回车才发送。Alt-e 会带上输入行里已有的内容。",
  },
  join: {
    short: "进入一个房间",
    long: "房间不存在则会新建。您仍留在已进入的房间里。",
  },
  leave: {
    short: "离开房间；在 lobby 里则是退出",
    long: "在私聊里则是关闭该私聊。",
  },
  rooms: { short: "有哪些房间" },
  topic: { short: "查看或设置房间主题" },
  ls: { short: "看看谁在" },
  who: {
    short: "谁在房间里，谁暂离",
    long: "不写 ROOM 则指您所在的房间。您必须在那个房间里。",
  },
  whois: { short: "某人在哪些房间，从何时起" },
  history: {
    short: "查看之前的消息",
    long: "显示屏幕上已有消息之前的 N 条（50 条）；再次使用则继续往前。",
  },
  search: {
    short: "查找包含所有这些词的消息",
    long: "在您所在的会话里查找，显示最新的结果。",
  },
  notify: {
    short: "此会话何时提醒您",
    long: "每条消息都提醒（all），只在私聊和提到您时提醒（mentions），或从不提醒（off）。设置会被记住。",
  },
  nick: { short: "换一个昵称" },
  away: {
    short: "告诉大家您暂离",
    long: "私下给您发消息的人会得知此事，并看到 TEXT。/back 结束暂离。",
  },
  back: { short: "告诉大家您回来了" },
  hide: {
    short: "不再显示此人的任何内容",
    long: "对方不会得知。在 /unignore 之前一直有效并会被记住。不写 NICK 则列出被屏蔽的人。",
  },
  unhide: { short: "重新显示此人的消息" },
  ignore: {
    short: "屏蔽聊天室，或回来",
    long: "屏蔽整个 lobby，而不只是一个人；只屏蔽一个人用 /ignore NICK。",
  },
  clear: {
    short: "清屏",
    long: "什么也不会删除：/history 会再次显示最近的消息。",
  },
  help: { short: "显示本帮助，或某个命令的说明" },
  quit: { short: "离开" },
};
