/** What the chat line and the pipes say, in Chinese. */
import type { ClientTexts, PipeTexts } from "./client-texts.ts";
import { zhCommands } from "./zh-commands.ts";

export const zhClient: ClientTexts = {
  askNickname: "您想用什么昵称？",
  connecting: (address) => `正在连接 ${address} …`,
  online: (nickname, server) => `您在 ${server} 里的昵称是 ${nickname}。输入 /help 查看可用的命令。`,
  onlineAgain: (nickname, server) =>
    `您在 ${server} 里沿用上次的昵称 ${nickname}。输入 /help 查看可用的命令。`,
  offline: (reason, seconds) => `${reason}${seconds} 秒后重试，可以继续输入。`,
  retryIn: (seconds) => `${seconds} 秒后重试，可以继续输入`,
  goodbye: "再见。",
  members: (count) => `这里有 ${count} 个人：`,
  privateTo: (nickname) => `对 ${nickname}`,
  privateFrom: (nickname) => `来自 ${nickname}`,
  unknownCommand: (name, nearest) =>
    nearest === undefined
      ? `没有 ${name} 这个命令。输入 /help 查看全部。`
      : `没有 ${name} 这个命令。是不是想用 ${nearest}？`,
  commandUsage: (usage) => `请这样输入：${usage}`,
  outboxFull: "等待发送的消息太多，这一条没有收下。请在连接恢复后再试。",
  skipped: (count) => `终端停滞过久，有 ${count} 条消息未在此显示。`,
  oldServer: "这是旧版服务器：只有一个房间，也不保存消息。",
  waitForRooms: (count) => `有 ${count} 条发往其他房间的消息已保留，待您再次进入该房间时发送。`,
  onlyAtTerminal: "纯文本模式做不到：请在终端里不带 --plain 运行 chat join。",
  onlyInRooms: "这是针对房间的，而这里是私聊。/leave 可关闭私聊。",
  notYourself: "不能屏蔽自己。",
  privateMessages: "您的私信",
  gap: {
    deleted: (where, from, to) =>
      `缺少 ${where} 的第 ${from} 至 ${to} 条消息：服务器在发给您之前已将其删除。`,
    branch: (where, from, to) =>
      `${where} 的第 ${from} 至 ${to} 条消息已不在服务器上：其数据已从较早的副本恢复。`,
    server: (where, from, to) => `服务器上的消息与之前不同：${where} 的第 ${from} 至 ${to} 条不在这里显示。`,
  },
  notHidden: (nickname) => `${nickname} 没有被屏蔽。`,
  roomIs: (room) => `您现在在 ${room}。`,
  leftRoom: (room) => `您离开了 ${room}。`,
  topicIs: (room, topic) => (topic === "" ? `${room} 没有主题。` : `${room} 的主题：${topic}`),
  rooms: (count) => `共有 ${count} 个房间：`,
  roomLine: (room, members, topic) => `${room}（${members}）${topic}`,
  past: (room) => `${room} 中之前的消息：`,
  newestSearched: "只搜索了最新的消息。",
  searchedTo: (when) => `已往回搜索到 ${when}；再次 /search 可继续。`,
  found: (room, query) => `在 ${room} 中找到“${query}”：`,
  foundNothing: (room, query) => `${room} 中没有包含“${query}”的消息`,
  foundNothingYet: (room, query) => `到目前为止没有在 ${room} 中找到“${query}”`,
  foundNothingMore: (room, query) => `${room} 中更早的消息里没有“${query}”`,
  nothingPast: (room) => `${room} 中之前没有消息。`,
  waiting: "等待发送",
  delayed: "服务器现在无法接收消息。消息会等待并自动重发。",
  came: (names, more) => `${list(names, more)} 进来了`,
  went: (names, more) => `${list(names, more)} 离开了`,
  cameBack: (names, more) => `${list(names, more)} 回来了`,
  passedBy: (names, more) => `${list(names, more)} 来过又走了`,
  membersHere: (count) => `${count} 人在`,
  pendingCount: (count) => `${count} 条待发送`,
  searching: (query) => `搜索：${query}（Ctrl-R 更早，回车取用，Esc 返回）`,
  searchFailed: (query) => `未找到：${query}（Esc 返回）`,
  draftLong: (lines, kibibytes) => `回车发送 ${lines} 行，Esc 返回编辑（${kibibytes} KiB）。`,
  draftTooLong: (kibibytes, kibibytesMax) =>
    `超出一条消息的长度：${kibibytes} KiB，上限 ${kibibytesMax} KiB。Esc 返回；文件可用 chat send。`,
  commands: zhCommands,
  connectionLost: "与服务器的连接断开了。",
  connectionRefused: (address) => `${address} 没有响应。聊天室开着吗？端口对吗？`,
  hostUnknown: (host) => `没有名为 ${host} 的机器。请检查名称。`,
  unreachable: (address, reason) => `无法连接 ${address}：${reason}。`,
  noAnswer: (address) => `${address} 上有程序，但它不像聊天室那样应答。`,
  nicknameNeeded: "需要一个昵称：chat join 昵称@主机，或 --nick 昵称。",
  timedOut: "没有及时响应",
  noRoute: "没有通往该网络的路由",
  notSent: (count) => `有 ${count} 条消息没有发送。`,
  notAcknowledged: (count) => `有 ${count} 条消息未得到确认；服务器可能已经保存。`,
  inputIsFolder: "输入是一个文件夹；请改用文件。",
  inputUnreadable: (code) => `无法读取输入：${code}。`,
  atLine: (line, sentence) => `第 ${line} 行：${sentence}`,
  homeless: "此用户没有主目录，无法保存任何内容：chat 结束时尚未发送的内容会丢失，下次服务器不会认出您。",
  perhapsMissed: (room) => `进入 ${room} 时连接中断，期间的消息可能缺失。在该房间输入 /history 可以查看。`,
  brokenMessages: (count) => `服务器发来 ${count} 条不符合协议的消息，已丢弃。请告知服务器的管理者。`,
  brokenAnswer: "服务器的回答不符合协议，不知道这项请求是否已执行。重试之前请先确认。",
  brokenLogin: (address) => `服务器 ${address} 不遵守协议。请检查地址，或告知服务器的管理者。`,
  keepsNothing: (folder) =>
    `无法在 ${folder} 中保存任何内容：chat 结束时尚未发送的内容会丢失，下次服务器不会认出您。`,
  keptUnsent: (count) => `有 ${count} 条消息留待您下次以此昵称加入时发送。`,
};

export const zhPipe: PipeTexts = {
  retrying: (reason, seconds) => `${reason}${seconds} 秒后重试。`,
  back: "连接恢复了。",
  gaveUp: (seconds) => `服务器有 ${seconds} 秒没有收下消息，也没有应答。`,
  interrupted: "输入还没有全部发送就被中止了。",
  noSuchRoom: (room) => `没有名为 ${room} 的房间的消息。`,
  beyondEnd: (room, seq, head) =>
    `${room} 的最新消息是 ${head}，${seq} 之后没有消息：服务器的数据可能是从较早的副本恢复的。请给 --since 一个更小的数字。`,
};

function list(names: readonly string[], more: number): string {
  return names.join("、") + (more > 0 ? ` 和另外 ${more} 人` : "");
}
