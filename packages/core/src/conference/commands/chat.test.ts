import { describe, expect, it } from 'vitest'
import type { ParticipantId } from '../../ids.ts'
import { guest, KEY, Stage } from '../../testing/given.ts'
import { CHAT_KEPT, CHAT_LENGTH } from '../policies.ts'
import type { Settings } from '../settings.ts'
import { maySee } from '../state.ts'

const HONG = guest('Hong')
const LI = guest('Li')

/** Hong is host; Mei and Li are participants. */
function meeting(settings: Partial<Settings> = {}): Stage {
  const stage = Stage.booked(settings)
  stage.joins(HONG, { proof: 'host' })
  stage.joins(guest('Mei'))
  stage.joins(LI)
  return stage
}

const say = (text: string, to: ParticipantId | null = null) =>
  ({ type: 'PostChat', params: { text, to } }) as const

describe('chat', () => {
  it.each([
    ['free', [null, null]],
    ['public', [null, 'chat-barred']],
    ['private', ['chat-barred', null]],
    ['none', ['chat-barred', 'chat-barred']],
  ] as const)('[C1] %s', (chat, [toAll, toOne]) => {
    const stage = meeting({ chat })
    const mei = stage.named('Mei').id
    expect([stage.refusal(LI, say('a')), stage.refusal(LI, say('a', mei))]).toEqual([toAll, toOne])
    expect([stage.refusal(HONG, say('a')), stage.refusal(HONG, say('a', mei))]).toEqual([null, null])
  })

  it('[C2] keeps line breaks and tabs, and nothing that turns text or breaks a log', () => {
    const stage = meeting()
    const kept = (text: string): unknown => {
      stage.does(LI, say(text))
      return stage.run.chat.at(-1)?.text
    }
    expect(kept('a\r\nb\rc\u2028d\te  ')).toBe('a\nb\nc\nd\te')
    expect(kept('\n\n x\u0000\u001b[31my\u202ez\ud800\n\n')).toBe(' x [31myz')
    expect(kept('a\n\n  b')).toBe('a\n\n  b')
    expect(kept('👩‍👩‍👧‍👦 <b>مرحبا</b>')).toBe('👩‍👩‍👧‍👦 <b>مرحبا</b>')
  })

  it('[C2] refuses the empty and the endless', () => {
    const stage = meeting()
    for (const text of ['', ' \n ', '\u200b\u202e', 'x'.repeat(CHAT_LENGTH + 1)])
      expect(stage.refusal(LI, say(text))).toBe('invalid')
    expect(stage.refusal(LI, say('x'.repeat(CHAT_LENGTH)))).toBeNull()
  })

  it('[C3] a message to one person is for the two alone', () => {
    const stage = meeting()
    const [hong, mei, li] = ['Hong', 'Mei', 'Li'].map((name) => stage.named(name).id) as ParticipantId[]
    stage.does(LI, say('between us', mei))
    const [message] = stage.run.chat
    expect(stage.log.at(-1)?.data).toMatchObject({ name: 'Li', text: 'between us', to: { name: 'Mei' } })
    expect([li, mei, hong, null].map((id) => maySee(message!, id!))).toEqual([true, true, false, false])
    expect(stage.refusal(LI, say('myself', li))).toBe('invalid')
    stage.does(guest('Mei'), { type: 'Leave', params: {} })
    expect(stage.refusal(LI, say('anybody?', mei))).toBe('no-participant')
  })

  it('[C3] the last messages of a run are kept, and none beyond it', () => {
    const stage = meeting({ reopenable: true })
    for (let n = 0; n <= CHAT_KEPT; n++) stage.does(LI, say(`${n}`))
    expect(stage.run.chat).toHaveLength(CHAT_KEPT)
    expect([stage.run.chat[0]?.text, stage.run.chat.at(-1)?.text]).toEqual(['1', `${CHAT_KEPT}`])
    stage.does(KEY, { type: 'EndRun', params: {} })
    stage.does(KEY, { type: 'StartRun', params: { proof: 'none' } })
    expect(stage.run.chat).toEqual([])
  })
})
