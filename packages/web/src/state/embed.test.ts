import { describe, expect, it } from 'vitest'
import type { Page } from './app.ts'
import { createEmbed } from './embed.ts'
import { commands, type EmbedEvent } from './embed-words.ts'
import type { Room } from './room.ts'
import { createStore } from './store.ts'

const trusted = 'https://crm.example'

function setUp() {
  const page = createStore<Page>({ is: 'noMeeting' })
  const told: EmbedEvent[] = []
  const done: string[] = []
  let say: (message: { data: unknown; origin: string; fromParent: boolean }) => void = () => undefined
  const stop = createEmbed(
    { page },
    {
      listen: (heard) => {
        say = heard
        return () => {
          say = () => undefined
        }
      },
      tell: (event) => told.push(event),
    },
    [trusted],
  )
  const me = { muted: false, cameraOpen: true, hand: null as number | null }
  const store = createStore({ view: { title: 'Weekly', me, people: [1, 2] } })
  const share = createStore({ is: 'off', possible: true })
  const note = (what: string) => () => void done.push(what)
  const room = {
    store,
    share: { store: share, start: note('start share'), stop: note('stop share') },
    media: { set: (kind: string, on: boolean) => done.push(`${kind} ${on}`) },
    hands: { raise: note('raise'), lower: note('lower') },
    panels: { open: (panel: string | null) => done.push(`panel ${panel}`) },
    leave: note('leave'),
  } as unknown as Room
  const command = (
    word: unknown,
    from: Partial<{ origin: string; fromParent: boolean; id: string }> = {},
  ) => {
    const { id, ...where } = from
    say({
      data: { type: 'parley:command', command: word, ...(id === undefined ? {} : { id }) },
      origin: trusted,
      fromParent: true,
      ...where,
    })
  }
  return {
    page,
    told,
    done,
    store,
    share,
    me,
    command,
    say: (data: unknown) => say({ data, origin: trusted, fromParent: true }),
    stop,
    enter: () => page.set({ is: 'room', room, title: 'Weekly' }),
    take: () => told.splice(0),
  }
}

describe('the page around', () => {
  it('is told how it goes, from the waiting room to the end, each thing once', () => {
    const world = setUp()
    expect(world.take()).toEqual([{ event: 'ready', version: 1 }])
    world.page.set({ is: 'waiting', waiting: {} as never, title: 'Weekly' })
    expect(world.take()).toEqual([{ event: 'waiting', title: 'Weekly' }])
    world.enter()
    expect(world.take()).toEqual([
      { event: 'joined', title: 'Weekly' },
      { event: 'muted', muted: false },
      { event: 'camera', on: true },
      { event: 'hand', raised: false },
      { event: 'participants', count: 2 },
    ])
    const { view } = world.store.get()
    world.store.set({ view: { ...view } })
    expect(world.take()).toEqual([])
    world.store.set({ view: { ...view, me: { ...world.me, muted: true, hand: 1 }, people: [1, 2, 3] } })
    expect(world.take()).toEqual([
      { event: 'muted', muted: true },
      { event: 'hand', raised: true },
      { event: 'participants', count: 3 },
    ])
    world.share.set({ is: 'on', possible: true })
    expect(world.take()).toEqual([{ event: 'sharing', on: true }])
    world.page.set({ is: 'left', why: 'removed', title: 'Weekly', returnTo: null })
    expect(world.take()).toEqual([{ event: 'left', reason: 'removed' }])
    world.store.set({ view: { ...view, people: [] } })
    expect(world.take()).toEqual([])
  })

  it('steers what the person could do by hand', () => {
    const world = setUp()
    world.enter()
    for (const word of commands) world.command(word)
    expect(world.done).toEqual([
      'audio false',
      'audio true',
      'video true',
      'video false',
      'raise',
      'lower',
      'start share',
      'stop share',
      'panel people',
      'panel chat',
      'panel null',
      'leave',
    ])
  })

  it('is not heard unless it is the parent and of a trusted origin', () => {
    const world = setUp()
    world.enter()
    world.take()
    world.command('leave', { origin: 'https://evil.example' })
    world.command('leave', { origin: 'https://crm.example.evil.example' })
    world.command('leave', { origin: 'null' })
    world.command('leave', { fromParent: false })
    for (const data of [
      null,
      'leave',
      7,
      [],
      { type: 'parley:command' },
      { type: 'other', command: 'leave' },
    ])
      world.say(data)
    expect(world.done).toEqual([])
    expect(world.take()).toEqual([])
  })

  it('learns why a command came to nothing', () => {
    const world = setUp()
    world.take()
    world.command('mute', { id: '7' })
    world.command('constructor')
    world.enter()
    world.share.set({ is: 'off', possible: false })
    world.take()
    world.command('startShare')
    expect(world.take()).toEqual([{ event: 'error', code: 'notAllowed', command: 'startShare' }])
    const before = setUp()
    before.take()
    before.command('mute', { id: '7' })
    before.command('constructor')
    expect(before.take()).toEqual([
      { event: 'error', code: 'notInside', command: 'mute', id: '7' },
      { event: 'error', code: 'unknownCommand', command: 'constructor' },
    ])
  })

  it('is told nothing more once it is over', () => {
    const world = setUp()
    world.enter()
    world.stop()
    world.take()
    world.page.set({ is: 'left', why: 'self', title: '', returnTo: null })
    world.command('leave')
    expect(world.take()).toEqual([])
    expect(world.done).toEqual([])
  })
})
