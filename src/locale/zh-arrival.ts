/** What stands between a command line and a room, in Chinese. */
import type { ArrivalTexts } from "./arrival-texts.ts";

export const zhArrival: ArrivalTexts = {
  whichPlace: "您想去哪里？",
  anotherPlace: "别的地方 …",
  lastTime: (when) => `上次：${when}`,
  filter: "查找：",
  choosing: "↑/↓ 选择，回车前往，输入文字可查找",
  whichAddress: "哪个地址？例如 example.org 或 ann@example.org:5000",
  settings: {
    folder: (where) => `${where} 是文件夹，设置应当写在文件里。`,
    forbidden: (where) => `您没有读取 ${where} 的权限。`,
    unreadable: (where, reason) => `无法读取 ${where}：${reason}。`,
    tooLong: (where, kibibytesMax) => `${where} 超过了 ${kibibytesMax} KiB，设置不需要这么多。`,
    noToml: (where, reason) => `${where}：不是有效的 TOML：${reason}。`,
    unknownKey: (where, key, nearest) =>
      nearest === undefined
        ? `${where}：没有“${key}”这个设置。chat help settings 列出全部设置。`
        : `${where}：没有“${key}”这个设置。是不是想用 ${nearest}？`,
    badValue: (where, key, value, expected) => `${where}：${key} 不能是 ${value}，必须是${expected}。`,
  },
  topics: {
    commands: "在 chat join 里可以输入什么",
    keys: "在 chat join 里按键有什么作用",
    settings: "文件里可以设置什么",
    settingsFile: (path) => `chat join 的设置在 ${path}，格式是 TOML；没有这个文件也可以。`,
    settingsOrder: "命令行选项优先于环境变量，环境变量优先于文件。",
    example: "例如：",
  },
};
