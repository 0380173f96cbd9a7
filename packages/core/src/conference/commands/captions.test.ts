import { describe, expect, it } from 'vitest'
import { guest, KEY, Stage } from '../../testing/given.ts'
import type { CommandParams } from '../commands.ts'

const LI = guest('Li')

function meeting(): Stage {
  const stage = Stage.booked()
  stage.joins(guest('Hong'), { proof: 'host' })
  stage.joins(LI)
  return stage
}

const on = (...languages: string[]) =>
  ({ type: 'SetCaptions', params: { captions: { is: 'on', languages } } }) as const
const line = (more: Partial<CommandParams['PostCaption']> = {}) =>
  ({
    type: 'PostCaption',
    params: {
      lineId: 'l1',
      participantId: null,
      texts: [{ language: 'en', text: 'Good morning' }],
      final: false,
      beginMs: 0,
      endMs: 800,
      ...more,
    },
  }) as const

describe('captions and languages', () => {
  it('[C5] captions are told when they change', () => {
    const stage = meeting()
    expect(stage.does(KEY, on('zh-CN', 'en'))).toEqual(['CaptionsChanged'])
    expect(stage.does(KEY, on('zh-CN', 'en'))).toEqual([])
    expect(stage.does(KEY, on('en'))).toEqual(['CaptionsChanged'])
    expect(stage.run.captions).toEqual({ is: 'on', languages: ['en'] })
    expect(stage.does(KEY, { type: 'SetCaptions', params: { captions: { is: 'off' } } })).toEqual([
      'CaptionsChanged',
    ])
  })

  it('[C4] lines are told while captions are on, cleaned, and not kept', () => {
    const stage = meeting()
    expect(stage.refusal(KEY, line())).toBe('conflict')
    stage.does(KEY, on('en'))
    expect(stage.refusal(LI, line())).toBe('forbidden')
    const { id } = stage.named('Li')
    const given = line({ participantId: id, texts: [{ language: 'en', text: 'Good\u0000 \u202emorning' }] })
    const { events, answer } = stage.decide(KEY, given)
    expect(events).toEqual([])
    expect(answer.signals).toEqual([
      { type: 'Caption', ...given.params, texts: [{ language: 'en', text: 'Good  morning' }] },
    ])
  })

  it('[C4] a line is of somebody known, also when they have just gone, and of a text', () => {
    const stage = meeting()
    stage.does(KEY, on('en'))
    const { id } = stage.named('Li')
    stage.does(LI, { type: 'Leave', params: {} })
    expect(stage.refusal(KEY, line({ participantId: id }))).toBeNull()
    expect(stage.refusal(KEY, line({ participantId: 'constructor' as typeof id }))).toBe('no-participant')
    expect(stage.refusal(KEY, line({ texts: [] }))).toBe('invalid')
    const long = [{ language: 'en', text: 'x'.repeat(2_001) }]
    expect(stage.refusal(KEY, line({ texts: long }))).toBe('invalid')
  })

  it('[C5] interpretation keeps what is not named', () => {
    const stage = meeting()
    const group = {
      id: '1',
      name: 'zh-en',
      by: 'people',
      languages: ['zh-CN', 'en'],
      interpreters: [],
    } as const
    const set = (params: CommandParams['SetInterpretation']) =>
      ({ type: 'SetInterpretation', params }) as const
    expect(stage.does(KEY, set({ groups: [group] }))).toEqual(['InterpretationChanged'])
    expect(stage.does(KEY, set({ is: 'on' }))).toEqual(['InterpretationChanged'])
    expect(stage.run.interpretation).toEqual({ is: 'on', groups: [group] })
    expect(stage.does(KEY, set({ is: 'on', groups: [{ ...group }] }))).toEqual([])
    expect(stage.does(KEY, set({}))).toEqual([])
    expect(stage.refusal(KEY, set({ groups: [group, group] }))).toBe('invalid')
    // Names are shown beside others, like those of people.
    const by = { account: '', userId: '', number: '', name: 'Li\u202e\u0000' }
    stage.does(KEY, set({ groups: [{ ...group, name: '\u200fzh\nen', interpreters: [by] }] }))
    expect(stage.run.interpretation.groups[0]).toMatchObject({
      name: 'zh en',
      interpreters: [{ name: 'Li' }],
    })
  })
})
