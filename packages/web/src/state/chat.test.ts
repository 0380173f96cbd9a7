import { type Conference, RpcError } from '@parley/client'
import type { ChatView } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import {
  chatGroups,
  chatLength,
  chatParts,
  chatRule,
  createChat,
  draftState,
  recipientState,
  sendsNow,
} from './chat.ts'
import type { News } from './toasts.ts'

const message = (id: string, changes: Partial<ChatView> = {}): ChatView => ({
  id,
  time: 1_000,
  memberId: 'a',
  displayName: 'Ann',
  text: 'hello',
  to: null,
  ...changes,
})

function setUp(answer: () => Promise<unknown> = async () => undefined) {
  const news: News[] = []
  const posted: unknown[][] = []
  const postChat = async (...args: unknown[]) => {
    posted.push(args)
    return answer()
  }
  let opened = 0
  const chat = createChat(
    { conference: { postChat } as unknown as Conference, me: () => 'me', tell: (one) => news.push(one) },
    () => {
      opened += 1
    },
  )
  return { chat, news, posted, opened: () => opened }
}

describe('chat', () => {
  it('shows who comes late what was written before, as read', () => {
    const { chat, news } = setUp()
    chat.follow([message('1'), message('2')])
    expect(chat.store.get()).toMatchObject({ unread: 0, messages: [{ id: '1' }, { id: '2' }] })
    expect(news).toEqual([])
  })

  it('counts what others write until the panel is opened, and offers to open it', () => {
    const { chat, news, opened } = setUp()
    const first = [message('1')]
    chat.follow(first)
    const later = [...first, message('2'), message('3', { memberId: 'me' }), message('4')]
    chat.follow(later)
    expect(chat.store.get().unread).toBe(2)
    expect(news.map(({ message: { key } }) => key)).toEqual(['chat.news', 'chat.news'])
    news[0]?.action?.run()
    expect(opened()).toBe(1)
    chat.opened(true)
    expect(chat.store.get().unread).toBe(0)
    chat.opened(false)
    chat.follow([...later, message('5')])
    expect(chat.store.get().unread).toBe(1)
  })

  it('in an open panel a message is spoken but shown nowhere else', () => {
    const { chat, news } = setUp()
    chat.follow([])
    chat.opened(true)
    chat.follow([message('1', { to: 'me' })])
    expect(news).toMatchObject([{ message: { key: 'chat.newsPrivate' }, heardOnly: true }])
    expect(chat.store.get().unread).toBe(0)
  })

  it('sends to everyone or to one, keeps line breaks, and empties the field when it is done', async () => {
    const { chat, posted } = setUp()
    chat.write('one\ntwo \n')
    await chat.send()
    chat.sendTo('a')
    chat.write('just you')
    await chat.send()
    expect(posted).toEqual([
      ['one\ntwo', undefined],
      ['just you', 'a'],
    ])
    expect(chat.store.get()).toMatchObject({ draft: '', sending: false, problem: null })
  })

  it('keeps the text when it was not sent and says why', async () => {
    for (const [code, key] of [
      [429, 'chat.tooFast'],
      [603, 'chat.barred'],
      [500, 'chat.failed'],
    ] as const) {
      const { chat } = setUp(async () => {
        throw new RpcError(code, 'no')
      })
      chat.write('hello')
      await chat.send()
      expect(chat.store.get()).toMatchObject({ draft: 'hello', problem: { key } })
    }
  })

  it('sends nothing twice, nothing empty and nothing too long', async () => {
    let answer = (): void => undefined
    const { chat, posted } = setUp(() => new Promise<void>((resolve) => (answer = resolve)))
    chat.write('hello')
    const sent = chat.send()
    await chat.send()
    // Typed meanwhile: not lost.
    chat.write('hello again')
    answer()
    await sent
    expect(posted).toHaveLength(1)
    expect(chat.store.get().draft).toBe('hello again')
    chat.write(' \n ')
    await chat.send()
    chat.write('x'.repeat(chatLength + 1))
    await chat.send()
    expect(posted).toHaveLength(1)
  })
})

describe('what is allowed', () => {
  it.each([
    ['free', { everyone: true, onePerson: true }],
    ['public', { everyone: true, onePerson: false }],
    ['private', { everyone: false, onePerson: true }],
    ['none', { everyone: false, onePerson: false }],
  ] as const)('%s', (chat, expected) => {
    expect(chatRule({ chat, hosting: false })).toMatchObject(expected)
    expect(chatRule({ chat, hosting: true })).toMatchObject({ everyone: true, onePerson: true, note: null })
  })
})

describe('the one who was chosen', () => {
  const both = { everyone: true, onePerson: true }
  it.each([
    ['everyone', null, both, 'there'],
    ['somebody inside', 'a', both, 'there'],
    ['somebody who left', 'x', both, 'gone'],
    [
      'everyone, where only one person may be written to',
      null,
      { everyone: false, onePerson: true },
      'choose',
    ],
    ['somebody, where only all may be written to', 'a', { everyone: true, onePerson: false }, 'choose'],
  ] as const)('%s', (_, to, rule, expected) => {
    expect(recipientState(to, rule, [{ id: 'a' }])).toBe(expected)
  })
})

describe('the field', () => {
  const press = { key: 'Enter', shiftKey: false, isComposing: false, keyCode: 13 }
  it('Enter sends; with Shift, or while Chinese is being composed, it does not', () => {
    expect(sendsNow(press)).toBe(true)
    expect(sendsNow({ ...press, shiftKey: true })).toBe(false)
    expect(sendsNow({ ...press, isComposing: true })).toBe(false)
    expect(sendsNow({ ...press, keyCode: 229 })).toBe(false)
    expect(sendsNow({ ...press, key: 'a' })).toBe(false)
  })
  it('counts only near the end', () => {
    expect(draftState('hello').note).toBeNull()
    expect(draftState('x'.repeat(1_950))).toMatchObject({
      note: { key: 'chat.left', values: { count: 50 } },
      tooLong: false,
    })
    expect(draftState('x'.repeat(2_003))).toMatchObject({
      note: { key: 'chat.tooLong', values: { count: 3 } },
      tooLong: true,
    })
  })
})

describe('links', () => {
  const links = (text: string) =>
    chatParts(text).flatMap((part) => (part.is === 'link' ? [[part.text, part.href]] : []))
  it.each([
    ['see https://a.example/x.', 'https://a.example/x'],
    ['(https://a.example/x)', 'https://a.example/x'],
    ['https://a.example/x_(y)', 'https://a.example/x_(y)'],
    ['请看https://a.example/路径，谢谢', 'https://a.example/路径'],
    ['http://10.0.0.1:8080/?a=1&b=2!', 'http://10.0.0.1:8080/?a=1&b=2'],
  ])('in %j', (text, shown) => {
    expect(links(text).map(([one]) => one)).toEqual([shown])
    expect(
      chatParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })
  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'https://', 'mailto:a@b.c'])(
    'never %s',
    (text) => expect(links(text)).toEqual([]),
  )
  it('markup stays text', () => {
    expect(chatParts('<b>x</b>')).toEqual([{ is: 'text', text: '<b>x</b>' }])
  })
})

it('groups what one person writes in a row to the same ones', () => {
  const groups = chatGroups([
    message('1'),
    message('2', { time: 2_000 }),
    message('3', { to: 'me', time: 3_000 }),
    message('4', { memberId: 'b', time: 4_000 }),
    message('5', { memberId: 'b', time: 400_000 }),
  ])
  expect(groups.map(({ messages }) => messages.map(({ id }) => id))).toEqual([
    ['1', '2'],
    ['3'],
    ['4'],
    ['5'],
  ])
})
