/** What a page around ours may say and hear; `docs/embedding.md` is written from this file. */
export const commands = [
  'mute',
  'unmute',
  'cameraOn',
  'cameraOff',
  'raiseHand',
  'lowerHand',
  'startShare',
  'stopShare',
  'showPeople',
  'showChat',
  'hidePanel',
  'leave',
] as const
export type EmbedCommand = (typeof commands)[number]

/** From us. */
export type EmbedEvent =
  /** The frame listens; `version` changes when words change their meaning. */
  | { event: 'ready'; version: 1 }
  | { event: 'joined'; title: string }
  | { event: 'waiting'; title: string }
  /** `reason`: words of the leave page (`self`, `removed`, `ended`, `refused` …). */
  | { event: 'left'; reason: string }
  | { event: 'muted'; muted: boolean }
  | { event: 'camera'; on: boolean }
  | { event: 'sharing'; on: boolean }
  | { event: 'hand'; raised: boolean }
  | { event: 'participants'; count: number }
  /** `notInside`: the command needs the room. `unknownCommand`: it is none of the list. `notAllowed`: not possible here. */
  | { event: 'error'; code: 'notInside' | 'unknownCommand' | 'notAllowed'; command: string; id?: string }

export type EventMessage = { type: 'parley:event' } & EmbedEvent

/** To us: `{type: 'parley:command', command, id?}`; `id`, when there is one, comes back in an `error`. */
export const isCommandMessage = (data: unknown): data is { command: string; id?: string } => {
  if (typeof data !== 'object' || data === null) return false
  const it = data as Record<string, unknown>
  return (
    it.type === 'parley:command' &&
    typeof it.command === 'string' &&
    (it.id === undefined || typeof it.id === 'string')
  )
}

export const isCommand = (word: string): word is EmbedCommand =>
  (commands as readonly string[]).includes(word)
