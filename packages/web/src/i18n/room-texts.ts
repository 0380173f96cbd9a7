import { type KeyOf, type MessageFrom, type TextsFrom, textsFrom } from './dictionary.ts'
import { type English, en } from './en.ts'
import { type HostEnglish, hostEn } from './host-en.ts'
import { hostZhCn } from './host-zh-cn.ts'
import type { Language } from './language.ts'
import { type RoomOwnEnglish, roomEn } from './room-en.ts'
import { roomZhCn } from './room-zh-cn.ts'
import { zhCn } from './zh-cn.ts'

/** Every text that may be said in the room: those of all pages and its own. A further part of the room adds its own here. */
export type RoomEnglish = English & RoomOwnEnglish & HostEnglish
export type RoomTextKey = KeyOf<RoomEnglish>
export type RoomMessage = MessageFrom<RoomEnglish>
/** A text without values. */
export type PlainRoomKey = Exclude<RoomMessage, { values: unknown }>['key']
export type RoomTexts = TextsFrom<RoomEnglish>

export function createRoomTexts(preferred?: readonly string[]): (language: Language) => RoomTexts {
  return textsFrom<RoomEnglish>(
    { ...en, ...roomEn, ...hostEn },
    { ...zhCn, ...roomZhCn, ...hostZhCn },
    preferred,
  )
}
