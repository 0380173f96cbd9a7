import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type House, openHouse } from '../testing/house.ts'

const ALL = [
  'ConfBasicInfoNotify',
  'ConfDynamicInfoNotify',
  'ParticipantsNotify',
  'AttendeesNotify',
  'SpeakerChangeNotify',
]

describe('the push channel', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse()
    await house.account('alice')
  })
  afterEach(async () => {
    expect(house.errors).toEqual([])
    await house.close()
  })

  it('sends a full of every type, attendees first, then increments', async () => {
    const bob = await house.account('bob')
    const { id, passwords } = await house.meeting({ attendees: [{ name: 'Bob', phone: bob.number }] })
    const control = await house.controlToken(id, passwords.host)
    const line = await house.follow(id, control, ALL)
    const fulls = await line.take(5)
    expect(fulls.map(({ action }) => action)).toEqual([
      'AttendeesNotify',
      'ConfBasicInfoNotify',
      'ConfDynamicInfoNotify',
      'ParticipantsNotify',
      'SpeakerChangeNotify',
    ])
    expect(fulls.every(({ msgMode, confID }) => msgMode === 0 && confID === id)).toBe(true)
    const pid = await house.join(id, bob)
    const [attendees, people] = await line.take(2)
    expect(attendees).toMatchObject({ action: 'AttendeesNotify', msgMode: 1, version: 1 })
    expect(people).toMatchObject({
      action: 'ParticipantsNotify',
      msgMode: 1,
      version: 1,
      data: [{ pid, mode: 0 }],
    })
    await house.execute(id, bob, 'Mute', {})
    const muted = await line.next()
    expect(muted).toMatchObject({ version: 2, data: [{ pid, pinfoMap: { MUTE: '1' } }] })
  })
})
