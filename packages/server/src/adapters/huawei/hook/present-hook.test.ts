import { isSiteEntry, type LogEntry } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type House, openHouse } from '../testing/house.ts'
import { presentHook } from './present-hook.ts'

describe('the enterprise hook', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse()
    await house.account('alice')
    await house.account('bob')
  })
  afterEach(async () => {
    expect(house.errors).toEqual([])
    await house.close()
  })

  const told = async (): Promise<LogEntry[]> => house.store.entries({ after: 0, limit: 500 })
  // biome-ignore lint/suspicious/noExplicitAny: what arrives on the wire is what is being tested
  const infos = async (): Promise<any[]> =>
    (await told()).flatMap((entry) => {
      const event = presentHook(entry)
      return event ? [JSON.parse(JSON.stringify(event.data))] : []
    })

  it('tells of a whole meeting in the words of the document, keys in its order', async () => {
    const { id, token } = await house.meeting({ attendees: [{ accountId: 'bob' }] })
    const bob = await house.directory.byAccount('bob')
    const pid = await house.join(id, bob!)
    await house.join(id, 'wann')
    await house.execute(id, bob!, 'Leave', {})
    await house.call('DELETE', `/v1/mmc/management/conferences?conferenceID=${id}&type=1`, {
      headers: { 'x-access-token': token },
    })
    const all = await infos()
    expect(all.map(({ event }) => event)).toEqual([
      'meeting.create',
      'meeting.started',
      'meeting.join',
      'meeting.join',
      'meeting.left',
      'meeting.left',
      'meeting.end',
      'meeting.cancel',
    ])
    const [created, started, joined, guest, left] = all
    expect(Object.keys(joined)).toEqual(['event', 'timestamp', 'payload'])
    const meetingUUID = started.payload.meetingInfo.meetingUUID
    expect(meetingUUID).toMatch(/^[0-9a-f]{32}$/)
    expect(created.payload).toEqual({ meetingInfo: { meetingID: id, meetingUUID } })
    expect(joined).toEqual({
      event: 'meeting.join',
      timestamp: house.clock.now(),
      payload: {
        meetingInfo: { meetingID: id, meetingUUID },
        attendeeInfo: {
          userUUID: bob!.id,
          account: 'bob',
          participantID: pid,
          displayName: 'Bob',
          callNumber: bob!.number,
          userAgent: 'Desktop',
          joinTime: house.clock.now(),
          leftTime: 0,
          role: expect.stringMatching(/^(CHAIR|GENERAL)$/),
        },
      },
    })
    expect(guest.payload.attendeeInfo).toMatchObject({ userUUID: '', account: '', displayName: 'wann' })
    expect(left.payload.attendeeInfo).toMatchObject({ participantID: pid, leftTime: house.clock.now() })
  })

  it('takes nobody who waits for somebody who joined, and whoever goes back to wait for somebody who left', async () => {
    const { id } = await house.meeting()
    const alice = await house.directory.byAccount('alice')
    await house.execute(id, alice!, 'ChangeSettings', { changes: { waitingRoom: true } })
    const before = (await infos()).length
    const words = async (): Promise<string[]> => (await infos()).slice(before).map(({ event }) => event)
    const pid = await house.join(id, 'wann')
    await house.execute(id, alice!, 'Admit', { ids: [pid] })
    expect(await words()).toEqual([])
    await house.join(id, 'wann')
    await house.execute(id, alice!, 'ReturnToLobby', { ids: [pid] })
    expect(await words()).toEqual(['meeting.join', 'meeting.left'])
  })

  it('says nothing of what the document has no word for, and gives each entry its own id', async () => {
    const { id } = await house.meeting()
    const pid = await house.join(id, 'wann')
    const before = (await infos()).length
    await house.execute(id, 'wann', 'Rename', { id: pid, name: 'Ann' } as never)
    expect((await infos()).length).toBe(before)
    for (const entry of await told()) {
      const event = presentHook(entry)
      if (event) expect(event.id).toBe(entry.id)
      expect(isSiteEntry(entry)).toBe(false)
    }
  })
})
