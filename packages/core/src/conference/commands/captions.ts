import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { plainLines, plainText } from '../plain-text.ts'
import { CHAT_LENGTH } from '../policies.ts'
import { requireFloor } from '../rights.ts'
import { sameValue } from '../same-value.ts'
import type { Outcome, Scene } from '../scene.ts'
import { personById } from '../state.ts'
import { requireRun } from './require-run.ts'

export function setCaptions(scene: Scene, { captions: now }: CommandParams['SetCaptions']): void {
  requireFloor(scene.standing)
  const { captions: was } = requireRun(scene.conference)
  if (!sameValue(now, was)) scene.emit('CaptionsChanged', { now })
}

/** Who interprets between which languages is kept and told; the channels are the media's. */
export function setInterpretation(scene: Scene, changes: CommandParams['SetInterpretation']): void {
  requireFloor(scene.standing)
  const { interpretation: was } = requireRun(scene.conference)
  const groups = changes.groups?.map((group) => ({
    ...group,
    name: plainText(group.name),
    interpreters: group.interpreters.map((one) => ({ ...one, name: plainText(one.name) })),
  }))
  const now = { is: changes.is ?? was.is, groups: groups ?? was.groups }
  if (new Set(now.groups.map(({ id }) => id)).size < now.groups.length)
    refuse('invalid', 'two groups have the same id', { path: 'groups', rule: 'unique' })
  if (!sameValue(now, was)) scene.emit('InterpretationChanged', { now })
}

/** A line is told and not kept. Its speaker may have gone while it was written. */
export function postCaption(scene: Scene, line: CommandParams['PostCaption']): Outcome {
  requireFloor(scene.standing)
  const { captions } = requireRun(scene.conference)
  if (captions.is === 'off') refuse('conflict', 'captions are off')
  if (line.participantId !== null && !personById(scene.conference, line.participantId))
    refuse('no-participant', 'there is no such participant')
  const texts = line.texts.map(({ language, text }) => ({ language, text: plainLines(text) }))
  if (texts.length === 0 || texts.some(({ text }) => text.length > CHAT_LENGTH))
    refuse('invalid', `a line has texts of at most ${CHAT_LENGTH} characters`, {
      path: 'texts',
      rule: 'length',
    })
  return { signals: [{ type: 'Caption', ...line, texts }] }
}
