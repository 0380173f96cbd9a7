/** The commands in the words of the page's socket and of JSON-RPC over HTTP: the same methods, [WC] 4.6. */
import type { CommandParams, Proof } from '@parley/core'
import type { StandingName } from '@parley/core/testing'
import type { DoorName, Play, Unsaid, Words } from './door.ts'

export type Called = { method: string; params: Record<string, unknown> }

const call = (method: string, params: Record<string, unknown> = {}): Called => ({ method, params })
const whom = (method: string) => ({
  name: method,
  say: ({ ids }: { ids?: readonly string[] }) => call(method, ids ? { memberIds: ids } : {}),
})
const one = (method: string) => ({
  name: method,
  say: ({ ids }: { ids?: readonly string[] }) => call(method, ids ? { memberId: ids[0] } : {}),
})
const some = (method: string) => ({
  name: method,
  say: ({ ids, all }: { ids?: readonly string[]; all?: boolean }) =>
    call(method, all ? { all } : { memberIds: ids }),
})
const plain = (method: string) => ({ name: method, say: () => call(method) })

/** Settings that have another name here. */
const SETTINGS: Record<string, string> = {
  mayOpenCamera: 'allowOpenCamera',
  mayRename: 'allowRename',
  participantsMayInvite: 'memberInvite',
}

function renamed(settings: object): object {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [SETTINGS[name] ?? name, value]))
}

const HOUSE: Unsaid = { not: 'the house does it by itself' }

/** Host, cohost and participant are guests on the page, as most people are, and accounts at the other doors. */
export function isGuest(door: DoorName, who: StandingName): boolean {
  return door === 'page' && ['host', 'cohost', 'participant'].includes(who)
}

/** A guest's account carries what its link proved; others show a password, or nothing. */
function showing(door: DoorName, proof: Proof, { who, secrets }: Play): Unsaid | { password?: string } {
  if (!isGuest(door, who)) {
    if (proof === 'none') return {}
    return proof === 'host' ? { password: secrets.host } : { password: secrets.guest }
  }
  const carried = who === 'participant' ? 'guest' : 'host'
  if (proof === carried) return {}
  return proof === 'host'
    ? { password: secrets.host }
    : { not: 'a guest shows what their link proved, here the host’s' }
}

export function gzbWords(door: 'page' | 'rpc'): Words<Called> {
  return {
    ScheduleConference: { name: 'conference.create', say: () => ({ not: 'the house draws the number' }) },
    CancelConference: {
      name: 'conference.cancel',
      say: ({ endRun }) => (endRun ? { not: 'conference.end comes first' } : call('conference.cancel')),
    },
    StartRun: {
      name: 'conference.start',
      say({ proof }, play) {
        const carried = !isGuest(door, play.who) ? 'none' : play.who === 'participant' ? 'guest' : 'host'
        return proof === carried
          ? call('conference.start')
          : {
              not: `no password is shown here: ${carried === 'none' ? 'accounts prove nothing' : `the link proved ${carried}`}`,
            }
      },
    },
    EndRun: plain('conference.end'),
    ProlongRun: {
      name: 'conference.prolong',
      say: ({ minutes }) => call('conference.prolong', { minutes }),
    },
    Join:
      door === 'rpc'
        ? { not: 'presence hangs on a socket' }
        : {
            name: 'conference.join',
            // Whoever is inside comes back; what they prove decides nothing any more.
            say({ name, media, proof }, play) {
              const shown = showing(door, proof, play)
              return call('conference.join', {
                displayName: name,
                media,
                ...('not' in shown ? {} : shown),
              })
            },
          },
    Leave: plain('conference.leave'),
    Remove: {
      name: 'conference.kick',
      say: ({ ids, ban }) => call('conference.kick', { memberIds: ids, ban }),
    },
    Mute: whom('conference.mute'),
    Unmute: whom('conference.unmute'),
    MuteAll: {
      name: 'conference.muteAll',
      say: ({ mayUnmute }) => call('conference.muteAll', { allowUnmute: mayUnmute }),
    },
    UnmuteAll: plain('conference.unmuteAll'),
    CloseCamera: whom('conference.closeCamera'),
    OpenCamera: whom('conference.openCamera'),
    Rename: {
      name: 'conference.rename',
      say: ({ id, name }) =>
        call('conference.rename', { displayName: name, ...(id ? { memberId: id } : {}) }),
    },
    ChangeSettings: {
      name: 'conference.lock, conference.unlock, conference.update',
      say({ changes }) {
        const { locked, mayUnmute, ...settings } = changes
        if (mayUnmute !== undefined) return { not: 'conference.muteAll says who may unmute' }
        if (locked === undefined) return call('conference.update', { settings: renamed(settings) })
        return call(locked ? 'conference.lock' : 'conference.unlock')
      },
      rows: [
        { of: 'the lock', params: () => ({ changes: { locked: true } }) },
        { of: 'chat and waiting room', params: () => ({ changes: { chat: 'none', waitingRoom: false } }) },
      ],
    },
    Admit: some('conference.admit'),
    Refuse: some('conference.refuse'),
    ReturnToLobby: some('conference.returnToLobby'),
    Invite: {
      name: 'conference.invite',
      say({ people }) {
        if (people.some(({ role }) => role !== 'participant'))
          return { not: 'conference.setRole makes cohosts, of people inside' }
        const targets = people.map(({ who, name }) => ({ mobile: who.number, name }))
        return call('conference.invite', { targets })
      },
    },
    Uninvite: whom('conference.cancelInvite'),
    AnswerInvitation: {
      name: 'conference.answerInvite',
      say: ({ invitationId, answer }) =>
        call('conference.answerInvite', {
          inviteId: invitationId,
          answer: answer === 'decline' ? 'reject' : answer,
        }),
    },
    Ask: {
      name: 'conference.requestUnmute, conference.requestCamera',
      say({ id, medium, on }) {
        if (medium === 'camera') return call('conference.requestCamera', { memberId: id, on })
        return on
          ? call('conference.requestUnmute', { memberId: id })
          : { not: 'conference.mute mutes at once' }
      },
    },
    SetLoudspeaker: {
      name: 'conference.setLoudspeaker',
      say: ({ on }) => call('conference.setLoudspeaker', { on }),
    },
    RaiseHand: one('conference.raiseHand'),
    LowerHand: whom('conference.lowerHand'),
    StartShare: plain('conference.startShare'),
    StopShare: whom('conference.stopShare'),
    InviteToShare: {
      name: 'conference.inviteToShare',
      say: ({ id, on }) => call('conference.inviteToShare', { memberId: id, on }),
    },
    SetCohost: {
      name: 'conference.setRole',
      say: ({ id, on }) => call('conference.setRole', { memberId: id, role: on ? 'cohost' : 'member' }),
    },
    TransferHost: {
      name: 'conference.setChair to another',
      say: ({ id }) => call('conference.setChair', { memberId: id }),
    },
    ClaimHost: {
      name: 'conference.setChair to oneself',
      say({ proof }, play) {
        const { who, cast } = play
        if (who !== 'host' && who !== 'cohost' && who !== 'participant')
          return { not: 'only who is inside has a member id to name as their own' }
        const shown = showing(door, proof, play)
        return 'not' in shown ? shown : call('conference.setChair', { memberId: cast[who], ...shown })
      },
    },
    ReleaseHost: plain('conference.releaseChair'),
    Spotlight: {
      name: 'conference.setMainVideo',
      say: ({ spotlight }) =>
        spotlight.on === 'broadcast' || spotlight.on === 'rollCall'
          ? call('conference.setMainVideo', {
              memberId: spotlight.participantId,
              rollCall: spotlight.on === 'rollCall',
            })
          : { not: 'layouts are the meeting API’s' },
    },
    SetCaptions: {
      name: 'conference.setCaptions',
      say: ({ captions }) =>
        call('conference.setCaptions', { languages: captions.is === 'on' ? captions.languages : null }),
    },
    SetInterpretation: {
      name: 'conference.setInterpretation',
      say: ({ is, groups }) =>
        call('conference.setInterpretation', { interpretation: { on: is === 'on', groups } }),
    },
    PostChat: {
      name: 'conference.postChat',
      say: ({ text, to }) => call('conference.postChat', { text, ...(to ? { to } : {}) }),
    },
    React: {
      name: 'conference.react',
      say: ({ reaction }) => call('conference.react', { reaction }),
    },
    PostCaption: {
      name: 'conference.postCaption',
      say: ({ participantId, ...line }: CommandParams['PostCaption']) =>
        call('conference.postCaption', { lines: [{ ...line, memberId: participantId }] }),
    },
    NoteConnection: { not: 'the socket itself says it' },
    NoteMedia: { not: 'what a page reports the socket passes on in its own name' },
    Tick: HOUSE,
  }
}
