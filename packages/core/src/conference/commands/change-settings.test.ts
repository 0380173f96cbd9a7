import { describe, expect, it } from 'vitest'
import { HOUR } from '../../instant.ts'
import { ALICE, guest, KEY, Stage, T0 } from '../../testing/given.ts'
import type { RunSettings } from '../settings.ts'

const change = (changes: Partial<RunSettings>) => ({ type: 'ChangeSettings', params: { changes } }) as const

describe('changing settings', () => {
  it('[F9] tells the lock, unmuting and the rest apart, and only what changed', () => {
    const stage = Stage.booked()
    stage.joins(guest('Li'))
    const wish = {
      locked: true,
      mayUnmute: false,
      chat: 'none',
      shareLocked: false,
      mayRename: false,
    } as const
    expect(stage.does(KEY, change(wish))).toEqual(['LockChanged', 'MuteAllChanged', 'SettingsChanged'])
    expect(stage.log.slice(-2).map(({ data }) => data)).toEqual([
      { muteAll: false, mayUnmute: false },
      { changed: { chat: 'none', mayRename: false } },
    ])
    expect(stage.conference?.settings).toMatchObject(wish)
    expect(stage.does(KEY, change(wish))).toEqual([])
    expect(stage.does(KEY, change({ chat: undefined, locked: undefined }))).toEqual([])
    expect(stage.conference?.settings).toMatchObject(wish)
  })

  it('[F9] keeps whether all are muted', () => {
    const stage = Stage.booked()
    stage.joins(guest('Li'))
    stage.does(KEY, { type: 'MuteAll', params: { mayUnmute: true } })
    stage.does(KEY, change({ mayUnmute: false }))
    expect(stage.log.at(-1)?.data).toEqual({ muteAll: true, mayUnmute: false })
  })

  it('[F9] refuses a length that is none, and changes nothing then', () => {
    const stage = Stage.booked()
    stage.joins(guest('Li'))
    for (const prolongMinutes of [-1, 1.5, 61, Number.NaN])
      expect(stage.refusal(KEY, change({ locked: true, prolongMinutes }))).toBe('invalid')
    expect(stage.conference?.settings.locked).toBe(false)
  })

  it('[F9] is a matter of the run', () => {
    expect(Stage.booked({}, { start: T0 + HOUR }).refusal(ALICE, change({ locked: true }))).toBe(
      'not-started',
    )
  })
})
