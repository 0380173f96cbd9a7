import { describe, expect, it } from 'vitest'
import { ALICE, BOB, guest, KEY, Stage } from '../../testing/given.ts'

const LI = guest('Li')
const OPEN = { offBySelf: false, offByHost: false }

describe('what one enters with', () => {
  it('[M10] what one comes without is off', () => {
    const stage = Stage.booked()
    expect(stage.joins(LI, { media: false })).toMatchObject({
      mic: { offBySelf: true },
      camera: { offBySelf: true },
      media: { audio: false, video: false },
    })
    expect(stage.joins(BOB)).toMatchObject({ mic: OPEN, camera: OPEN, media: { audio: true, video: true } })
  })

  it('[M10] nobody brings or opens a camera in a voice conference', () => {
    const stage = Stage.booked({ media: 'voice' })
    const shown = { camera: { offBySelf: true }, mic: OPEN, media: { audio: true, video: false } }
    expect(stage.joins(LI)).toMatchObject(shown)
    expect(stage.joins(LI)).toMatchObject({ ...shown, generation: 2 })
    expect(stage.refusal(LI, { type: 'OpenCamera', params: {} })).toBe('unsupported')
  })

  it('[M11] muteOnEntry mutes who enters, except the owner and host proof', () => {
    const stage = Stage.booked({ muteOnEntry: true })
    expect(stage.joins(ALICE, { proof: 'none' }).mic).toEqual(OPEN)
    expect(stage.joins(BOB, { proof: 'host' }).mic).toEqual(OPEN)
    expect(stage.joins(LI).mic).toEqual({ offBySelf: true, offByHost: false })
    expect(stage.refusal(LI, { type: 'Unmute', params: {} })).toBeNull()
  })

  it('[M6] [M9] without mayOpenCamera the owner and host proof bring theirs, others do not', () => {
    const stage = Stage.booked({ mayOpenCamera: false })
    expect(stage.joins(ALICE, { proof: 'none' }).camera).toEqual(OPEN)
    expect(stage.joins(LI).camera).toEqual({ offBySelf: true, offByHost: false })
  })

  it('[J2] [J8] who left returns without a password, and as they were', () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none' })
    const { id } = stage.joins(LI)
    stage.does(ALICE, { type: 'CloseCamera', params: { ids: [id] } })
    stage.does(ALICE, { type: 'Mute', params: { ids: [id] } })
    stage.does(ALICE, { type: 'InviteToShare', params: { id, on: true } })
    stage.does(LI, { type: 'SetLoudspeaker', params: { on: false } })
    stage.does(LI, { type: 'Leave', params: {} })
    expect(stage.joins({ ...LI, name: 'Another' }, { proof: 'none' })).toMatchObject({
      id,
      name: 'Li',
      generation: 2,
      mic: { offBySelf: false, offByHost: true },
      camera: { offBySelf: false, offByHost: true },
      loudspeaker: false,
      shareInvited: true,
    })
  })

  it('[J2] in the next run one begins anew, by the name one comes with', () => {
    const { account, number, userId, tenantId } = BOB
    const stage = Stage.booked({ reopenable: true })
    stage.joins(ALICE, { proof: 'none' })
    const who = { is: 'user', userId, account, number, tenantId } as const
    stage.does(KEY, { type: 'Invite', params: { people: [{ who, name: 'Bob', role: 'cohost' }] } })
    const bob = stage.joins(BOB, { name: 'Bob' })
    stage.does(ALICE, { type: 'InviteToShare', params: { id: bob.id, on: true } })
    stage.does(BOB, { type: 'SetLoudspeaker', params: { on: false } })
    stage.does(KEY, { type: 'EndRun', params: {} })
    expect(stage.joins(BOB, { name: 'Robert' })).toMatchObject({
      id: bob.id,
      name: 'Robert',
      role: 'participant',
      generation: 2,
      loudspeaker: true,
      shareInvited: false,
    })
  })
})
