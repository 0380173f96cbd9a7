import type { ParamsOf, ResultOf } from '@parley/protocol'
import type { Socket } from '../socket/socket.ts'

/** What may be asked of a conference. Each rejects with RpcError (refused) or ConnectionError (no answer). */
export type Commands = {
  /** Absent memberIds = oneself, here and below. */
  mute(memberIds?: string[]): Promise<ResultOf<'conference.mute'>>
  /** Of others: clears only the chair's bit. Of oneself: 738 when the chair does not allow it. */
  unmute(memberIds?: string[]): Promise<ResultOf<'conference.unmute'>>
  openCamera(memberIds?: string[]): Promise<ResultOf<'conference.openCamera'>>
  closeCamera(memberIds?: string[]): Promise<ResultOf<'conference.closeCamera'>>
  kick(memberIds: string[], options?: { ban?: boolean }): Promise<ResultOf<'conference.kick'>>
  muteAll(options?: { allowUnmute?: boolean }): Promise<ResultOf<'conference.muteAll'>>
  unmuteAll(): Promise<ResultOf<'conference.unmuteAll'>>
  lock(): Promise<ResultOf<'conference.lock'>>
  unlock(): Promise<ResultOf<'conference.unlock'>>
  end(): Promise<ResultOf<'conference.end'>>
  rename(displayName: string, memberId?: string): Promise<ResultOf<'conference.rename'>>
  prolong(minutes: number): Promise<ResultOf<'conference.prolong'>>
  update(changes: Omit<ParamsOf<'conference.update'>, 'confId'>): Promise<ResultOf<'conference.update'>>
}

export const createCommands = (socket: Socket, confId: string): Commands => ({
  mute: (memberIds) => socket.call('conference.mute', { confId, memberIds }),
  unmute: (memberIds) => socket.call('conference.unmute', { confId, memberIds }),
  openCamera: (memberIds) => socket.call('conference.openCamera', { confId, memberIds }),
  closeCamera: (memberIds) => socket.call('conference.closeCamera', { confId, memberIds }),
  kick: (memberIds, { ban } = {}) => socket.call('conference.kick', { confId, memberIds, ban }),
  muteAll: ({ allowUnmute } = {}) => socket.call('conference.muteAll', { confId, allowUnmute }),
  unmuteAll: () => socket.call('conference.unmuteAll', { confId }),
  lock: () => socket.call('conference.lock', { confId }),
  unlock: () => socket.call('conference.unlock', { confId }),
  end: () => socket.call('conference.end', { confId }),
  rename: (displayName, memberId) => socket.call('conference.rename', { confId, displayName, memberId }),
  prolong: (minutes) => socket.call('conference.prolong', { confId, minutes }),
  update: (changes) => socket.call('conference.update', { confId, ...changes }),
})
