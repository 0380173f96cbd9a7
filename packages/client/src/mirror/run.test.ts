import { type ReadEvent, readEvent } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { eventOf, startedMirror } from '../testing/fake-mirror.ts'
import { aConference, aMember, idOf } from '../testing/views.ts'

const confId = '123456789'
const started = startedMirror

describe('mirror of a run', () => {
  const signal = (type: string, data: unknown): ReadEvent | null =>
    readEvent({ confId, version: 5, eventId: 's', type, time: 1, actor: null, ephemeral: true, data })

  it('merges the settings that changed and keeps the others', () => {
    const { mirror } = started()
    const settings = {
      guestAllowed: true,
      joinBeforeStartMin: 15,
      emptyEndMin: 10,
      muteOnEntry: false,
      allowOpenCamera: true,
      allowRename: true,
      guestMayStart: true,
      prolongMinutes: 15,
      waitingRoom: false,
      memberInvite: false,
      joinScope: 'everyone' as const,
      shareLocked: false,
      shareBy: 'everyone' as const,
      chat: 'free' as const,
      clientRecording: 'hosts' as const,
    }
    mirror.snapshot({ confId, version: 5, conference: aConference({ version: 5, settings }), members: [] })
    mirror.receive(eventOf(6, 'conference.updated', { confName: 'New', settings: { chat: 'none' } }))
    expect(mirror.getState().conference).toMatchObject({
      confName: 'New',
      settings: { ...settings, chat: 'none' },
    })
  })

  it('keeps the chat in order, from the snapshot on', () => {
    const { mirror } = started()
    const line = (n: number, to: string | null = null) => ({
      id: `c${n}`,
      time: n,
      memberId: idOf(n),
      displayName: `person ${n}`,
      text: `line ${n}`,
      to,
    })
    mirror.snapshot({
      confId,
      version: 5,
      conference: aConference({ version: 5 }),
      members: [],
      chat: [line(1)],
    })
    mirror.receive(eventOf(6, 'chat.posted', line(2)), eventOf(7, 'chat.posted', line(3, idOf(1))))
    expect(mirror.getState().chat).toEqual([line(1), line(2), line(3, idOf(1))])
  })

  it('keeps a thousand messages of a run, the last ones', () => {
    const { mirror } = started()
    const said = Array.from({ length: 1_005 }, (_, n) => ({
      id: `c${n}`,
      time: n,
      memberId: idOf(1),
      displayName: 'Li',
      text: `line ${n}`,
      to: null,
    }))
    mirror.receive(...said.map((line, n) => eventOf(n + 6, 'chat.posted', line)))
    const { chat } = mirror.getState()
    expect([chat.length, chat[0]?.id, chat.at(-1)?.id]).toEqual([1_000, 'c5', 'c1004'])
  })

  it('takes chat and lines from the first part of a snapshot, whichever comes last', () => {
    const { mirror } = started()
    const common = { confId, version: 6, conference: aConference({ version: 6 }), parts: 2, members: [] }
    mirror.snapshot({
      ...common,
      part: 1,
      chat: [{ id: 'c', time: 1, memberId: idOf(1), displayName: 'Li', text: 'hi', to: null }],
      quality: [{ memberId: idOf(1), up: 5, down: 4 }],
    })
    mirror.snapshot({ ...common, part: 2 })
    expect(mirror.getState().chat).toHaveLength(1)
    expect(mirror.getState().quality.get(idOf(1))).toMatchObject({ down: 4 })
  })

  it('knows the lines of those inside, and forgets them when they leave', () => {
    const { mirror } = started()
    mirror.receive(
      signal('quality.changed', {
        items: [
          { memberId: idOf(1), up: 3, down: 5 },
          { memberId: idOf(9), up: 1, down: 1 },
        ],
      }),
    )
    expect([...mirror.getState().quality.keys()]).toEqual([idOf(1)])
    mirror.receive(eventOf(6, 'member.left', { memberId: idOf(1), reason: 'self' }))
    expect(mirror.getState().quality.size).toBe(0)
    mirror.receive(signal('quality.changed', { items: [{ memberId: idOf(1), up: 2, down: 2 }] }))
    expect(mirror.getState().quality.size).toBe(0)
  })

  it('shows the last six lines of speech; one that goes on stays in its place', () => {
    const { mirror } = started()
    const say = (n: number, text: string) =>
      signal('caption.heard', {
        lineId: `l${n}`,
        memberId: null,
        texts: [{ language: 'en', text }],
        final: false,
        beginMs: 0,
        endMs: 1,
      })
    for (let n = 1; n <= 7; n += 1) mirror.receive(say(n, 'half'))
    mirror.receive(say(3, 'whole'))
    expect(mirror.getState().captions.map((one) => [one.lineId, one.texts[0]?.text])).toEqual([
      ['l2', 'half'],
      ['l3', 'whole'],
      ['l4', 'half'],
      ['l5', 'half'],
      ['l6', 'half'],
      ['l7', 'half'],
    ])
    mirror.receive(eventOf(6, 'conference.captionsChanged', { languages: null }))
    expect(mirror.getState().captions).toEqual([])
  })

  it('tells listeners of one type each event once, with who did it, when the state has it', () => {
    const { mirror } = started()
    const heard: unknown[] = []
    const stop = mirror.on('member.audioChanged', (event) =>
      heard.push([event.by?.name, mirror.getState().members.get(event.data.memberId)?.muted]),
    )
    const asked: string[] = []
    mirror.on('member.asked', (event) => asked.push(event.data.by))
    const muted = { memberId: idOf(1), selfMuted: false, chairMuted: true, muted: true }
    const event = { ...eventOf(6, 'member.audioChanged', muted), by: { name: 'Ann', via: 'api' as const } }
    mirror.receive(event, event)
    mirror.receive(signal('member.asked', { memberId: idOf(1), medium: 'mic', on: true, by: 'Ann' }))
    stop()
    mirror.receive(eventOf(7, 'member.audioChanged', muted))
    expect(heard).toEqual([['Ann', true]])
    expect(asked).toEqual(['Ann'])
  })

  it('shows frames that came together as one change', () => {
    const { mirror } = started()
    let shown = 0
    mirror.subscribe(() => {
      shown += 1
    })
    mirror.receive(
      ...[6, 7, 8, 9].map((version) => eventOf(version, 'member.joined', { member: aMember(version) })),
    )
    expect([shown, mirror.getState().members.size, mirror.getState().version]).toEqual([1, 5, 9])
  })

  it('begins every run without the chat, spotlight and captions of the last', () => {
    const { mirror } = started()
    mirror.receive(
      eventOf(6, 'conference.mainVideoChanged', {
        memberId: idOf(1),
        spotlight: { on: 'broadcast', memberId: idOf(1) },
      }),
      eventOf(7, 'chat.posted', {
        id: 'c',
        time: 1,
        memberId: idOf(1),
        displayName: 'Li',
        text: 'x',
        to: null,
      }),
      eventOf(8, 'conference.ended', { reason: 'chair', actualEnd: 8, state: 'scheduled', members: [] }),
    )
    expect(mirror.getState()).toMatchObject({
      chat: [],
      conference: { mainVideo: null, spotlight: { on: 'nobody', memberId: null }, captions: null },
    })
  })
})
