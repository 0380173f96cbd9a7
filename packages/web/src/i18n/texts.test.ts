import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { consoleEn } from './console-en.ts'
import { consoleZhCn } from './console-zh-cn.ts'
import { en } from './en.ts'
import { hostEn } from './host-en.ts'
import { hostZhCn } from './host-zh-cn.ts'
import { chooseLanguage, localeFor } from './language.ts'
import { roomEn } from './room-en.ts'
import { createRoomTexts } from './room-texts.ts'
import { roomZhCn } from './room-zh-cn.ts'
import { createTexts } from './texts.ts'
import { zhCn } from './zh-cn.ts'

const texts = createTexts()
const english = texts('en')
const chinese = texts('zh-CN')

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/gu)].map((match) => match[1]).sort()

describe('language', () => {
  it.each([
    [['zh-TW', 'en'], null, 'zh-CN'],
    [['zh'], null, 'zh-CN'],
    [['fr-FR', 'en-GB', 'zh'], null, 'en'],
    [['fr'], null, 'en'],
    [['zh-CN'], 'en', 'en'],
    [['en'], 'tlh', 'en'],
  ] as const)('of a reader of %j who stored %j is %s', (preferred, stored, expected) => {
    expect(chooseLanguage(preferred, stored)).toBe(expected)
  })
})

describe('dates and times', () => {
  it.each([
    ['en', ['en-GB', 'en'], 'en-GB'],
    ['en', ['en', 'de-DE', 'en-AU'], 'en-AU'],
    ['en', ['zh-CN', 'zh'], 'en'],
    ['en', ['fr-FR', 'x', ''], 'en'],
    ['zh-CN', ['zh-SG', 'en-GB'], 'zh-SG'],
    // Another script than the page is written in.
    ['zh-CN', ['zh-TW', 'zh-HK'], 'zh-CN'],
  ] as const)('on a page in %s for a reader of %j are written as in %s', (language, preferred, expected) => {
    expect(localeFor(language, preferred)).toBe(expected)
    expect(createTexts(preferred)(language).locale).toBe(expected)
  })
})

describe('texts', () => {
  it('count people', () => {
    expect(english.t('news.joinedMany', { count: 1 })).toBe('1 person joined')
    expect(english.t('news.joinedMany', { count: 3 })).toBe('3 people joined')
    expect(chinese.t('news.joinedMany', { count: 1 })).toBe('1人加入会议')
  })

  it('leave names as they are', () => {
    expect(english.t('news.joined', { name: '<b>Ann</b> & {{x}}' })).toContain('<b>Ann</b> &')
  })

  it('say a message that was decided earlier', () => {
    const message = { key: 'news.locked', values: { actor: 'Li Wei' } } as const
    expect(english.say(message)).toBe('Li Wei locked the meeting')
    expect(chinese.say(message)).toBe('Li Wei锁定了会议')
    expect(english.say({ key: 'news.nowHost' })).toBe('You are the host now')
  })

  it('say a name with its role, and lists as the language does', () => {
    const room = createRoomTexts()
    const actor = { key: 'who.hostApi', values: { name: 'Li Wei' } } as const
    const muted = { key: 'news.mutedBy', values: { actor } } as const
    expect(room('en').say(muted)).toBe('Muted by Li Wei (host, by API)')
    expect(room('zh-CN').say(muted)).toBe('已被Li Wei（主持人，通过 API）静音')
    const speaking = { key: 'keys.speaking', values: { names: ['Ann', 'Bob'] } } as const
    expect(room('en').say(speaking)).toBe('Speaking: Ann and Bob')
    expect(room('zh-CN').say(speaking)).toBe('正在发言：Ann和Bob')
  })

  it('use the same values in both languages', () => {
    for (const [key, text] of Object.entries(zhCn))
      expect(placeholders(text), key).toEqual(placeholders(en[key as keyof typeof en]))
    for (const [key, text] of Object.entries(roomZhCn))
      expect(placeholders(text), key).toEqual(placeholders(roomEn[key as keyof typeof roomEn]))
    for (const [key, text] of Object.entries(hostZhCn))
      expect(placeholders(text), key).toEqual(placeholders(hostEn[key as keyof typeof hostEn]))
    for (const [key, text] of Object.entries(consoleZhCn))
      expect(placeholders(text), key).toEqual(placeholders(consoleEn[key as keyof typeof consoleEn]))
  })

  it('are all said somewhere', () => {
    const root = new URL('..', import.meta.url).pathname
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /(?<!\.test)\.tsx?$/u.test(file) && !file.startsWith('i18n'),
    )
    expect(files.length).toBeGreaterThan(100)
    const source = files.map((file) => readFileSync(`${root}${file}`, 'utf8')).join('\n')
    // A key in quotes, or made of a beginning and what differs: `act.${action}`, `leave.${why}Text`.
    const made = Array.from(source.matchAll(/`([a-z]+(?:\.[a-z]+)*\.)\$\{[^}]*\}(\w*)`/gu)).map(
      ([, before = '', after = '']) => ({ before, after }),
    )
    const isSaid = (key: string) =>
      source.includes(`'${key}'`) ||
      made.some(({ before, after }) => key.startsWith(before) && key.endsWith(after) && key !== before)
    const stems = Object.keys({ ...en, ...roomEn, ...hostEn, ...consoleEn }).map((key) =>
      key.replace(/_(?:one|other)$/u, ''),
    )
    expect(stems.filter((key) => !isSaid(key))).toEqual([])
  })

  it('keep the house style: no exclamation marks, no "please", no half-width punctuation after Hanzi', () => {
    for (const [key, text] of Object.entries({ ...en, ...roomEn, ...hostEn, ...consoleEn }))
      expect(text, key).not.toMatch(/!|\bplease\b|\boops\b|successfully/iu)
    for (const [key, text] of Object.entries({ ...zhCn, ...roomZhCn, ...hostZhCn, ...consoleZhCn }))
      expect(text, key).not.toMatch(/[！!您]|\p{Script=Han}[,;:?]/u)
  })
})
