import { describe, expect, it } from 'vitest'
import { settle } from '../testing/fake-clock.ts'
import { createHall } from '../testing/fake-hall.ts'
import { aJoin, aMember, idOf } from '../testing/views.ts'

const confId = '123456789'
const media = { audio: true, video: true }
const setup = createHall
const { eventOf } = createHall()

describe('conference', () => {
  it('joins with one ticket over the socket and mirrors the answer', async () => {
    const { conference, joined, server } = setup()
    await joined({}, { resumed: true })
    expect(server.last().url.href).toBe('wss://meet.example.org/gzbwclient/websck?token=tick')
    expect(conference.getState()).toMatchObject({
      is: 'inside',
      memberId: idOf(1),
      resumed: true,
      watching: false,
    })
    expect(conference.mirror.getState()).toMatchObject({ version: 10, fresh: true })
    expect(conference.self()?.displayName).toBe('person 1')
  })

  it('is outside again when the join is refused', async () => {
    const { conference, connect } = setup()
    const wire = await connect()
    const joining = conference.join({ media })
    expect(conference.getState().is).toBe('joining')
    await settle()
    wire.refuse('conference.join', 733)
    await expect(joining).rejects.toMatchObject({ code: 733 })
    expect(conference.getState().is).toBe('outside')
  })

  it('comes in as a watcher when all places with media are taken, if that was wished', async () => {
    const { conference, connect } = setup()
    const wire = await connect()
    const joining = conference.join({ media, orWatch: true })
    await settle()
    wire.refuse('conference.join', 739)
    await settle()
    expect(wire.calls('conference.join').at(-1)?.params.media).toEqual({ audio: false, video: false })
    wire.answer('conference.join', aJoin())
    await joining
    expect(conference.getState()).toMatchObject({ is: 'inside', watching: true })
  })

  it('a short loss of the network: the same member, what was missed is replayed, nothing is joined again', async () => {
    const { conference, joined, reconnected } = setup()
    await joined()
    const phases: string[] = []
    conference.subscribe(() => phases.push(conference.getState().is))
    const wire = await reconnected()
    expect(wire.url.searchParams.get('v')).toBe(`${confId}:10`)
    expect(conference.mirror.getState().fresh).toBe(false)
    wire.tell('conference.event', eventOf(11, 'conference.lockChanged', { locked: true }))
    wire.tell('session.resumed', { confs: [{ confId, version: 11 }] })
    expect(conference.mirror.getState()).toMatchObject({
      version: 11,
      fresh: true,
      conference: { locked: true },
    })
    expect(phases).toEqual(['returning', 'inside'])
    expect(wire.calls('conference.join')).toEqual([])
  })

  it('after too long a loss it enters again by itself, as it was: same name, nothing switched on', async () => {
    const { conference, joined, reconnected } = setup()
    await joined({ orWatch: true })
    const wire = await reconnected()
    wire.tell(
      'conference.event',
      eventOf(11, 'member.updated', {
        memberId: idOf(1),
        displayName: 'Li Wei',
        selfMuted: true,
        muted: true,
      }),
    )
    wire.tell('conference.event', eventOf(12, 'member.left', { memberId: idOf(1), reason: 'lost' }))
    wire.tell('session.resumed', { confs: [{ confId, version: 12 }] })
    await settle()
    expect(wire.calls('conference.join')[0]?.params).toMatchObject({
      displayName: 'Li Wei',
      muted: true,
      cameraOff: false,
      media,
    })
    wire.answer(
      'conference.join',
      aJoin({ version: 13, resumed: true, members: [aMember(1, { joinCount: 2 })] }),
    )
    await settle()
    expect(conference.getState()).toMatchObject({ is: 'inside', memberId: idOf(1), resumed: true })
  })

  it('enters again when the server does not restore it, by word or by silence', async () => {
    for (const silent of [false, true]) {
      const { clock, joined, reconnected } = setup()
      await joined()
      const wire = await reconnected()
      if (silent) await clock.advance(5_000)
      else wire.tell('session.resumed', { confs: [] })
      await settle()
      expect(wire.calls('conference.join')).toHaveLength(1)
    }
  })

  it('goes on trying to enter while the server is busy, and ends with its word', async () => {
    const { clock, conference, joined, reconnected } = setup()
    await joined()
    const wire = await reconnected()
    wire.tell('session.resumed', { confs: [] })
    await settle()
    wire.refuse('conference.join', 503)
    await settle()
    expect(conference.getState().is).toBe('returning')
    await clock.advance(2_000)
    wire.refuse('conference.join', 731)
    await settle()
    expect(conference.getState()).toEqual({ is: 'over', why: 'refused', code: 731 })
  })

  it('removed and kept out is told apart from removed only', async () => {
    const { conference, joined } = setup()
    const wire = await joined()
    wire.tell(
      'conference.event',
      eventOf(11, 'member.left', { memberId: idOf(1), reason: 'kicked', banned: true }),
    )
    expect(conference.getState()).toEqual({ is: 'over', why: 'removed', code: 735 })
  })

  it('somebody else who is kept out changes nothing here', async () => {
    const { conference, joined } = setup()
    const wire = await joined()
    wire.tell(
      'conference.event',
      eventOf(11, 'member.left', { memberId: idOf(2), reason: 'kicked', banned: true }),
    )
    wire.tell('conference.event', eventOf(12, 'member.left', { memberId: idOf(1), reason: 'kicked' }))
    expect(conference.getState()).toEqual({ is: 'over', why: 'removed' })
  })

  for (const [reason, why] of [
    ['kicked', 'removed'],
    ['ended', 'ended'],
    ['replaced', 'replaced'],
    ['self', 'left'],
  ] as const)
    it(`told that it left by ${reason}: over, and it does not come back`, async () => {
      const { clock, conference, joined } = setup()
      const wire = await joined()
      wire.tell('conference.event', eventOf(11, 'member.left', { memberId: idOf(1), reason }))
      expect(conference.getState()).toEqual({ is: 'over', why })
      await clock.advance(60_000)
      expect(wire.calls('conference.join')).toEqual([])
    })

  it('is over when the run ends, also when only a snapshot says so', async () => {
    const { conference, joined } = setup()
    const wire = await joined()
    const { conference: view } = aJoin()
    wire.tell('conference.snapshot', {
      confId,
      version: 20,
      conference: { ...view, state: 'ended' },
      members: [],
    })
    expect(conference.getState()).toEqual({ is: 'over', why: 'ended' })
  })

  for (const [code, why] of [
    [4004, 'replaced'],
    [4005, 'removed'],
    [4003, 'refused'],
    [4012, 'unreachable'],
  ] as const)
    it(`close ${code}: over as ${why}`, async () => {
      const { conference, joined } = setup()
      const wire = await joined()
      wire.drop(code)
      expect(conference.getState()).toMatchObject({ is: 'over', why })
    })

  it('takes the place back after it was replaced', async () => {
    const { conference, joined, server } = setup()
    const wire = await joined()
    wire.drop(4004)
    const back = conference.takeBack()
    await settle()
    server.last().hello()
    await settle()
    server.last().answer('conference.join', aJoin({ resumed: true }))
    await expect(back).resolves.toMatchObject({ resumed: true })
    expect(conference.getState().is).toBe('inside')
  })

  it('leaves by HTTP when the socket is down, and still by the next socket when that fails too', async () => {
    const { conference, joined, server } = setup()
    await joined()
    server.last().drop(1006)
    await conference.leave()
    expect(server.posts.at(-1)).toMatchObject({ method: 'conference.leave', params: { confId } })
    expect(conference.getState()).toEqual({ is: 'over', why: 'left' })

    const other = setup()
    await other.joined()
    other.server.last().drop(1006)
    other.answersHttp(() => {
      throw new Error('no network')
    })
    await expect(other.conference.leave()).rejects.toMatchObject({ reason: 'offline' })
    await other.clock.advance(500)
    other.server.last().hello({ connId: 'conn-2', resumed: true })
    await settle()
    expect(other.server.last().calls('conference.leave')).toHaveLength(1)
  })

  it('keeps signals that come before media are set up', async () => {
    const { conference, joined } = setup()
    const wire = await joined()
    const frame = { confId, from: idOf(2), epoch: 1, kind: 'bye' }
    wire.tell('media.signal', frame)
    const heard: unknown[] = []
    conference.onSignal((one) => heard.push(one))
    wire.tell('media.signal', { ...frame, from: idOf(3) })
    wire.tell('media.signal', { ...frame, kind: 'offer', payload: { sdp: 'no sdp' } })
    expect(heard).toMatchObject([{ from: idOf(2) }, { from: idOf(3) }])
  })

  it('merges reports to one a second, and drops none while the socket is away', async () => {
    const { clock, conference, joined, reconnected } = setup()
    const wire = await joined()
    conference.reportMedia({ mediaState: 'up' })
    conference.reportMedia({ level: 40 })
    conference.reportMedia({ level: 60 })
    expect(wire.calls('conference.reportMedia')).toHaveLength(1)
    await clock.advance(1_000)
    expect(wire.calls('conference.reportMedia').map(({ params }) => params)).toEqual([
      { confId, epoch: 1, mediaState: 'up' },
      { confId, epoch: 1, level: 60 },
    ])
    await clock.advance(1_000)
    const next = reconnected()
    conference.reportMedia({ level: 0 })
    const later = await next
    later.tell('session.resumed', { confs: [{ confId, version: 10 }] })
    await clock.advance(1_000)
    expect(later.calls('conference.reportMedia')[0]?.params).toMatchObject({ level: 0 })
  })

  it('reads events that come together, and signals among them', async () => {
    const { conference, joined } = setup()
    const wire = await joined()
    const reactions: string[] = []
    conference.on('reaction.shown', (event) => reactions.push(event.data.reaction))
    wire.tell('conference.events', {
      confId,
      events: [
        eventOf(11, 'conference.lockChanged', { locked: true }),
        {
          ...eventOf(11, 'reaction.shown', { memberId: idOf(1), displayName: 'Li', reaction: 'clap' }),
          ephemeral: true,
        },
        eventOf(12, 'member.joined', { member: aMember(2) }),
      ],
    })
    expect(conference.mirror.getState()).toMatchObject({ version: 12, conference: { locked: true } })
    expect(reactions).toEqual(['clap'])
  })

  it('asks for a snapshot when an event cannot be read: asking for it again would bring the same', async () => {
    const { joined, eventOf } = createHall()
    const wire = await joined()
    wire.tell('conference.event', eventOf(11, 'conference.lockChanged', { locked: 'yes' }))
    await settle()
    const [call] = wire.calls('conference.subscribe')
    expect(call?.params).toMatchObject({ confId })
    expect(call?.params).not.toHaveProperty('lastVersion')
  })

  it('watches without being inside, and again after a reconnect', async () => {
    const { conference, connect, clock, server } = setup()
    const wire = await connect()
    await clock.advance(12_000)
    const watching = conference.watch()
    await settle()
    wire.answer('conference.subscribe', { confId, version: 3, replayed: 0, complete: false })
    const { conference: view, members } = aJoin()
    wire.tell('conference.snapshot', { confId, version: 3, conference: view, members })
    await watching
    await settle()
    expect(conference.mirror.getState()).toMatchObject({ version: 3, fresh: true })
    wire.drop(1006)
    await clock.advance(500)
    server.last().hello()
    server.last().tell('session.resumed', { confs: [] })
    await settle()
    expect(server.last().calls('conference.subscribe')[0]?.params).toMatchObject({
      confId,
      lastVersion: 3,
      batch: true,
    })
  })
})
