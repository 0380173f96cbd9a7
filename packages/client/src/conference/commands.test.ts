import { methods } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { type Commands, createCommands } from './commands.ts'

const confId = '123456789'
const id = 'a'.repeat(32)

/** Every command with what it has to say on the wire. */
const rows: Record<keyof Commands, [(commands: Commands) => unknown, object][]> = {
  mute: [
    [(one) => one.mute(), {}],
    [(one) => one.mute([id]), { memberIds: [id] }],
  ],
  unmute: [[(one) => one.unmute([id]), { memberIds: [id] }]],
  openCamera: [[(one) => one.openCamera(), {}]],
  closeCamera: [[(one) => one.closeCamera([id]), { memberIds: [id] }]],
  muteAll: [[(one) => one.muteAll({ allowUnmute: false }), { allowUnmute: false }]],
  unmuteAll: [[(one) => one.unmuteAll(), {}]],
  requestUnmute: [[(one) => one.requestUnmute(id), { memberId: id }]],
  requestCamera: [[(one) => one.requestCamera(id, false), { memberId: id, on: false }]],
  raiseHand: [[(one) => one.raiseHand(), {}]],
  lowerHand: [
    [(one) => one.lowerHand(), {}],
    [(one) => one.lowerHand([id]), { memberIds: [id] }],
  ],
  rename: [
    [(one) => one.rename('Li'), { displayName: 'Li' }],
    [(one) => one.rename('Li', id), { displayName: 'Li', memberId: id }],
  ],
  setRole: [[(one) => one.setRole(id, 'cohost'), { memberId: id, role: 'cohost' }]],
  setChair: [
    [(one) => one.setChair(id), { memberId: id }],
    [(one) => one.setChair(id, { password: '654321' }), { memberId: id, password: '654321' }],
  ],
  releaseChair: [[(one) => one.releaseChair(), {}]],
  kick: [[(one) => one.kick([id], { ban: true }), { memberIds: [id], ban: true }]],
  admit: [
    [(one) => one.admit([id]), { memberIds: [id] }],
    [(one) => one.admit('all'), { all: true }],
  ],
  refuse: [[(one) => one.refuse('all'), { all: true }]],
  returnToLobby: [[(one) => one.returnToLobby([id]), { memberIds: [id] }]],
  invite: [[(one) => one.invite({ userIds: ['ann'] }), { userIds: ['ann'] }]],
  cancelInvite: [[(one) => one.cancelInvite({ inviteIds: ['i1'] }), { inviteIds: ['i1'] }]],
  answerInvite: [[(one) => one.answerInvite('i1', 'busy'), { inviteId: 'i1', answer: 'busy' }]],
  setMainVideo: [
    [(one) => one.setMainVideo(null), { memberId: null }],
    [(one) => one.setMainVideo(id, { rollCall: true }), { memberId: id, rollCall: true }],
  ],
  startShare: [[(one) => one.startShare(), {}]],
  stopShare: [[(one) => one.stopShare([id]), { memberIds: [id] }]],
  inviteToShare: [[(one) => one.inviteToShare(id, true), { memberId: id, on: true }]],
  setLoudspeaker: [[(one) => one.setLoudspeaker(false), { on: false }]],
  setCaptions: [[(one) => one.setCaptions(['zh-CN']), { languages: ['zh-CN'] }]],
  setInterpretation: [[(one) => one.setInterpretation({ on: true }), { interpretation: { on: true } }]],
  postChat: [
    [(one) => one.postChat('hi'), { text: 'hi' }],
    [(one) => one.postChat('hi', id), { text: 'hi', to: id }],
  ],
  react: [[(one) => one.react('clap'), { reaction: 'clap' }]],
  lock: [[(one) => one.lock(), {}]],
  unlock: [[(one) => one.unlock(), {}]],
  update: [[(one) => one.update({ confName: 'New' }), { confName: 'New' }]],
  prolong: [[(one) => one.prolong(15), { minutes: 15 }]],
  end: [[(one) => one.end(), {}]],
}

describe('commands', () => {
  for (const [name, calls] of Object.entries(rows))
    for (const [call, params] of calls)
      it(`${name} ${JSON.stringify(params)} in the words of the wire`, () => {
        const said: [string, object][] = []
        const socket = {
          call: async (method: string, given: object) =>
            said.push([method, JSON.parse(JSON.stringify(given))]),
        }
        call(createCommands(socket as never, confId))
        expect(said).toEqual([[`conference.${name}`, { confId, ...params }]])
        expect(methods[`conference.${name as 'mute'}`].params.safeParse(said[0]?.[1]).error).toBeUndefined()
      })
})
