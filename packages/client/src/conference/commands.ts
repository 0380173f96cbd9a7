import type { MethodName, ParamsOf, Reaction, ResultOf } from '@parley/protocol'
import type { Socket } from '../socket/socket.ts'

type Answer<M extends MethodName> = Promise<ResultOf<M>>
type Of<M extends MethodName> = Omit<ParamsOf<M>, 'confId' | 'idemKey'>

/** Whom to let in, or send away: those waiting who are named, or all of them. */
export type Waiters = string[] | 'all'

/**
 * What may be asked of a conference ([WC] 4.6). Each rejects with RpcError (refused) or ConnectionError (no answer); what it
 * changed is told by the mirror, not by the answer.
 */
export type Commands = {
  /** Absent memberIds = oneself, here and below. */
  mute(memberIds?: string[]): Answer<'conference.mute'>
  /** Of others: clears only the chair's bit. Of oneself: 738 when the chair does not allow it. */
  unmute(memberIds?: string[]): Answer<'conference.unmute'>
  openCamera(memberIds?: string[]): Answer<'conference.openCamera'>
  closeCamera(memberIds?: string[]): Answer<'conference.closeCamera'>
  muteAll(options?: { allowUnmute?: boolean }): Answer<'conference.muteAll'>
  unmuteAll(): Answer<'conference.unmuteAll'>
  /** The member gets `member.asked`; nothing changes until it obeys. */
  requestUnmute(memberId: string): Answer<'conference.requestUnmute'>
  /** `on` false asks to close it. */
  requestCamera(memberId: string, on?: boolean): Answer<'conference.requestCamera'>

  raiseHand(): Answer<'conference.raiseHand'>
  lowerHand(memberIds?: string[]): Answer<'conference.lowerHand'>
  rename(displayName: string, memberId?: string): Answer<'conference.rename'>
  setRole(memberId: string, role: 'cohost' | 'member'): Answer<'conference.setRole'>
  /** To another: hands the chair over. To oneself: claims a vacant one, by one of the proofs if needed. */
  setChair(memberId: string, proof?: { password?: string; hostKey?: string }): Answer<'conference.setChair'>
  releaseChair(): Answer<'conference.releaseChair'>
  kick(memberIds: string[], options?: { ban?: boolean }): Answer<'conference.kick'>

  admit(who: Waiters): Answer<'conference.admit'>
  refuse(who: Waiters): Answer<'conference.refuse'>
  returnToLobby(memberIds: string[]): Answer<'conference.returnToLobby'>
  invite(people: Of<'conference.invite'>): Answer<'conference.invite'>
  cancelInvite(which: Of<'conference.cancelInvite'>): Answer<'conference.cancelInvite'>
  answerInvite(inviteId: string, answer: 'accept' | 'reject' | 'busy'): Answer<'conference.answerInvite'>

  /** Whom everybody sees in the main place; null ends it. `rollCall` mutes the others meanwhile. */
  setMainVideo(memberId: string | null, options?: { rollCall?: boolean }): Answer<'conference.setMainVideo'>
  startShare(): Answer<'conference.startShare'>
  stopShare(memberIds?: string[]): Answer<'conference.stopShare'>
  /** `on` false takes the invitation back. */
  inviteToShare(memberId: string, on: boolean): Answer<'conference.inviteToShare'>
  /** Whether one hears the others; told to them, obeyed by one's own page. */
  setLoudspeaker(on: boolean): Answer<'conference.setLoudspeaker'>

  /** Languages in BCP 47; null ends the captions. */
  setCaptions(languages: string[] | null): Answer<'conference.setCaptions'>
  setInterpretation(
    interpretation: ParamsOf<'conference.setInterpretation'>['interpretation'],
  ): Answer<'conference.setInterpretation'>
  /** `to` absent: to everybody. */
  postChat(text: string, to?: string): Answer<'conference.postChat'>
  react(reaction: Reaction): Answer<'conference.react'>

  lock(): Answer<'conference.lock'>
  unlock(): Answer<'conference.unlock'>
  update(changes: Of<'conference.update'>): Answer<'conference.update'>
  prolong(minutes: number): Answer<'conference.prolong'>
  end(): Answer<'conference.end'>
}

const named = (who: Waiters) => (who === 'all' ? { all: true } : { memberIds: who })

export const createCommands = (socket: Pick<Socket, 'call'>, confId: string): Commands => ({
  mute: (memberIds) => socket.call('conference.mute', { confId, memberIds }),
  unmute: (memberIds) => socket.call('conference.unmute', { confId, memberIds }),
  openCamera: (memberIds) => socket.call('conference.openCamera', { confId, memberIds }),
  closeCamera: (memberIds) => socket.call('conference.closeCamera', { confId, memberIds }),
  muteAll: ({ allowUnmute } = {}) => socket.call('conference.muteAll', { confId, allowUnmute }),
  unmuteAll: () => socket.call('conference.unmuteAll', { confId }),
  requestUnmute: (memberId) => socket.call('conference.requestUnmute', { confId, memberId }),
  requestCamera: (memberId, on) => socket.call('conference.requestCamera', { confId, memberId, on }),

  raiseHand: () => socket.call('conference.raiseHand', { confId }),
  lowerHand: (memberIds) => socket.call('conference.lowerHand', { confId, memberIds }),
  rename: (displayName, memberId) => socket.call('conference.rename', { confId, displayName, memberId }),
  setRole: (memberId, role) => socket.call('conference.setRole', { confId, memberId, role }),
  setChair: (memberId, proof = {}) => socket.call('conference.setChair', { confId, memberId, ...proof }),
  releaseChair: () => socket.call('conference.releaseChair', { confId }),
  kick: (memberIds, { ban } = {}) => socket.call('conference.kick', { confId, memberIds, ban }),

  admit: (who) => socket.call('conference.admit', { confId, ...named(who) }),
  refuse: (who) => socket.call('conference.refuse', { confId, ...named(who) }),
  returnToLobby: (memberIds) => socket.call('conference.returnToLobby', { confId, memberIds }),
  invite: (people) => socket.call('conference.invite', { confId, ...people }),
  cancelInvite: (which) => socket.call('conference.cancelInvite', { confId, ...which }),
  answerInvite: (inviteId, answer) => socket.call('conference.answerInvite', { confId, inviteId, answer }),

  setMainVideo: (memberId, { rollCall } = {}) =>
    socket.call('conference.setMainVideo', { confId, memberId, rollCall }),
  startShare: () => socket.call('conference.startShare', { confId }),
  stopShare: (memberIds) => socket.call('conference.stopShare', { confId, memberIds }),
  inviteToShare: (memberId, on) => socket.call('conference.inviteToShare', { confId, memberId, on }),
  setLoudspeaker: (on) => socket.call('conference.setLoudspeaker', { confId, on }),

  setCaptions: (languages) => socket.call('conference.setCaptions', { confId, languages }),
  setInterpretation: (interpretation) =>
    socket.call('conference.setInterpretation', { confId, interpretation }),
  postChat: (text, to) => socket.call('conference.postChat', { confId, text, to }),
  react: (reaction) => socket.call('conference.react', { confId, reaction }),

  lock: () => socket.call('conference.lock', { confId }),
  unlock: () => socket.call('conference.unlock', { confId }),
  update: (changes) => socket.call('conference.update', { confId, ...changes }),
  prolong: (minutes) => socket.call('conference.prolong', { confId, minutes }),
  end: () => socket.call('conference.end', { confId }),
})
