import type { CommandParams } from '../conference/commands.ts'
import type { Cast } from './role-cast.ts'

// What several rows of the table of rights say, and what is given before.

export function nothing(): Record<never, never> {
  return {}
}

export function onOther({ other }: Cast) {
  return { ids: [other] }
}

export function onHost({ host }: Cast) {
  return { ids: [host] }
}

export function newcomer(): CommandParams['Invite'] {
  const who = { is: 'phone', number: '+8613800138000' } as const
  return { people: [{ who, name: 'Office', role: 'participant' }] }
}

export function line({ participant }: Cast): CommandParams['PostCaption'] {
  const texts = [{ language: 'en', text: 'Hello' }]
  return { lineId: '1', participantId: participant, texts, final: true, beginMs: 0, endMs: 900 }
}

export function captionsOn() {
  const params = { captions: { is: 'on', languages: ['en'] } } as const
  return [['owner', { type: 'SetCaptions', params }]] as const
}

export function settings(changes: CommandParams['ChangeSettings']['changes']) {
  return ['host', { type: 'ChangeSettings', params: { changes } }] as const
}
