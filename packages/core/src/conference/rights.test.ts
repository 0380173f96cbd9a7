import { describe, expect, it } from 'vitest'
import type { Actor } from '../actor.ts'
import { ALICE, BOB, guest, KEY, Stage } from '../testing/given.ts'
import type { Command } from './commands.ts'

const LI = guest('Li')
const HONG = guest('Hong')
const MEI = guest('Mei')
const HOST_TOKEN: Actor = { is: 'token', level: 'host', userId: null, name: 'host' }

/** Hong is host, Mei cohost, Li a participant; Alice, who owns the conference, and Bob are outside. */
function meeting(): Stage {
  const stage = Stage.booked()
  stage.joins(HONG, { proof: 'host' })
  stage.joins(MEI, { proof: 'host' })
  stage.joins(LI)
  return stage
}

describe('rights', () => {
  it('[A1] everybody inside has their own microphone, camera, name and way out, and nobody outside has', () => {
    const own: Command[] = [
      { type: 'Mute', params: {} },
      { type: 'Unmute', params: {} },
      { type: 'CloseCamera', params: {} },
      { type: 'OpenCamera', params: {} },
      { type: 'Rename', params: { name: 'Another' } },
      { type: 'Leave', params: {} },
    ]
    for (const actor of [HONG, MEI, LI]) {
      const stage = meeting()
      for (const command of own) expect(stage.refusal(actor, command), command.type).toBeNull()
    }
    const stage = meeting()
    for (const command of own) expect(stage.refusal(BOB, command), command.type).toBe('not-inside')
  })

  it.each<[string, Actor]>([
    ['the host', HONG],
    ['a cohost', MEI],
    ['the owner', ALICE],
    ['an API key', KEY],
    ['a host-level token', HOST_TOKEN],
  ])('[A2] %s may do it to others', (_who, actor) => {
    const stage = meeting()
    const ids = [stage.named('Li').id]
    const others: Command[] = [
      { type: 'Mute', params: { ids } },
      { type: 'Unmute', params: { ids } },
      { type: 'CloseCamera', params: { ids } },
      { type: 'MuteAll', params: { mayUnmute: true } },
      { type: 'ChangeSettings', params: { changes: { locked: true } } },
      { type: 'Rename', params: { id: ids[0], name: 'Li Wei' } },
      { type: 'Remove', params: { ids, ban: false } },
    ]
    for (const command of others) expect(stage.refusal(actor, command), command.type).toBeNull()
  })

  it.each<[string, Actor]>([
    ['the host', HONG],
    ['the owner', ALICE],
    ['an API key', KEY],
    ['a host-level token', HOST_TOKEN],
  ])('[A4] [R5] %s may prolong and end the run', (_who, actor) => {
    const stage = meeting()
    expect(stage.does(actor, { type: 'ProlongRun', params: { minutes: 5 } })).toEqual(['RunProlonged'])
    expect(stage.refusal(actor, { type: 'EndRun', params: {} })).toBeNull()
    expect(stage.conference?.state).toBe('closed')
  })

  it.each<[string, Actor]>([
    ['a cohost', MEI],
    ['a participant', LI],
    ['somebody outside', BOB],
  ])('[A4] [R5] %s may not', (_who, actor) => {
    const stage = meeting()
    expect(stage.refusal(actor, { type: 'ProlongRun', params: { minutes: 5 } })).toBe('host-needed')
    expect(stage.refusal(actor, { type: 'EndRun', params: {} })).toBe('host-needed')
  })

  it('[A5] the reservation is the owner’s, an administrator’s of the tenant and an API key’s', () => {
    const cancel: Command = { type: 'CancelConference', params: { endRun: true } }
    for (const actor of [HONG, MEI, LI, BOB, HOST_TOKEN])
      expect(meeting().refusal(actor, cancel)).toBe('forbidden')
    const stranger = { ...BOB, admin: true, tenantId: 'other' as typeof BOB.tenantId }
    expect(meeting().refusal(stranger, cancel)).toBe('forbidden')
    for (const actor of [ALICE, KEY, { ...BOB, admin: true }])
      expect(meeting().refusal(actor, cancel)).toBeNull()
  })
})
