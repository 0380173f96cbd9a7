/** The commands as REST calls of the meeting API, [HW] 3.3 and 3.5. */
import type { Play, Unsaid, Words } from './door.ts'

/** `by`: the token of a password, or a login. */
export type Asked = {
  by: 'token' | 'login'
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  query?: Record<string, string>
  body?: unknown
}

const NOBODY: Unsaid = { not: 'a control token is nobody inside: it names whom it means' }
const PAGE: Unsaid = { not: 'a page’s own' }
const BY_LOGIN: Unsaid = { not: 'asks for a login, not for a token' }

const put = (path: string, body: unknown, query: Record<string, string> = {}): Asked => ({
  by: 'token',
  method: 'PUT',
  path,
  body,
  query,
})
const post = (path: string, body: unknown): Asked => ({ by: 'token', method: 'POST', path, body })
const on = (participantID: string) => ({ participantID })

/** Whom a call means that names one participant: the one named, or the person of the token. */
function meant(ids: readonly string[] | undefined, { who, cast }: Play): string | null {
  if (ids) return ids[0] ?? null
  if (who === 'host' || who === 'cohost') return cast[who]
  return who === 'generalToken' ? cast.account : null
}

const person = (path: string, body: unknown) => ({
  name: `PUT ${path}`,
  general: 'own' as const,
  say(params: { ids?: readonly string[] }, play: Play) {
    const id = meant(params.ids, play)
    return id ? put(path, body, on(id)) : NOBODY
  },
})

export const HUAWEI_WORDS: Words<Asked> = {
  ScheduleConference: {
    name: 'POST …/management/conferences',
    say: () => ({ not: 'the house draws the number' }),
  },
  CancelConference: {
    name: 'DELETE …/management/conferences',
    say: ({ endRun }, { who, confId }) =>
      isLogin(who)
        ? {
            by: 'login',
            method: 'DELETE',
            path: '/v1/mmc/management/conferences',
            query: { conferenceID: confId, type: endRun ? '1' : '0' },
          }
        : BY_LOGIN,
    spelling: { forbidden: '403 MMC.111070002' },
  },
  StartRun: {
    name: 'POST …/management/conferences/start',
    say({ proof }, { who, confId, secrets }) {
      if (!isLogin(who)) return BY_LOGIN
      if (proof === 'none') return { not: 'asks for a password always' }
      const password = proof === 'host' ? secrets.host : secrets.guest
      return {
        by: 'login',
        method: 'POST',
        path: '/v1/mmc/management/conferences/start',
        body: { conferenceID: confId, password },
      }
    },
  },
  EndRun: { name: 'PUT /stop', general: 'never', say: () => put('/stop', {}) },
  ProlongRun: {
    name: 'PUT /duration',
    general: 'never',
    say: ({ minutes }) => put('/duration', { auto: 0, duration: minutes }),
  },
  Join: { not: 'nobody enters by it' },
  Leave: { not: 'nobody enters by it' },
  Remove: {
    name: 'POST /participants/delete',
    general: 'never',
    say: ({ ids }) => post('/participants/delete', { bulkHangUpParticipants: ids }),
    rows: [
      { params: ({ other }) => ({ ids: [other], ban: false }) },
      { of: 'the host', params: ({ host }) => ({ ids: [host], ban: false }) },
      { of: 'somebody who waits', params: ({ waiting }) => ({ ids: [waiting], ban: false }) },
    ],
  },
  Mute: person('/participants/mute', { isMute: 1 }),
  Unmute: person('/participants/mute', { isMute: 0 }),
  MuteAll: {
    name: 'PUT /mute',
    general: 'never',
    say: ({ mayUnmute }) => put('/mute', { isMute: 1, allowUnmuteByOneself: mayUnmute ? 1 : 0 }),
  },
  UnmuteAll: { name: 'PUT /mute', general: 'never', say: () => put('/mute', { isMute: 0 }) },
  CloseCamera: { not: 'PUT /participants/video asks; nobody is switched off' },
  OpenCamera: { not: 'PUT /participants/video asks; nobody is switched on' },
  Rename: {
    name: 'PUT /participants/name',
    general: 'own',
    say({ id, name }, play) {
      const participantID = meant(id ? [id] : undefined, play)
      return participantID ? put('/participants/name', { participantID, number: '1', newName: name }) : NOBODY
    },
  },
  ChangeSettings: {
    name: 'PUT /lock, /mute/guestUnMute, /updateStartedConfConfig',
    general: 'never',
    say({ changes }) {
      const { locked, mayUnmute, chat, waitingRoom } = changes
      if (waitingRoom !== undefined) return { not: 'kept as it was booked' }
      if (chat === undefined && mayUnmute === undefined) return put('/lock', { isLock: locked ? 1 : 0 })
      if (chat === undefined && locked === undefined)
        return put('/mute/guestUnMute', { allowUnmuteByOneself: mayUnmute ? 1 : 0 })
      return put('/updateStartedConfConfig', {
        isLock: locked,
        allowUnmuteByOneself: mayUnmute,
        chatPermission: 1,
      })
    },
    rows: [
      { of: 'the lock', params: () => ({ changes: { locked: true } }) },
      { of: 'who may unmute', params: () => ({ changes: { mayUnmute: false } }) },
      {
        of: 'several at once',
        params: () => ({ changes: { locked: true, mayUnmute: false, chat: 'none' } }),
      },
    ],
  },
  Admit: {
    name: 'PUT /allowWaitingParticipant',
    general: 'never',
    say: ({ ids, all }) =>
      put('/allowWaitingParticipant', all ? { allowAll: 1 } : { allowAll: 0, participantID: ids?.[0] }),
  },
  Refuse: { not: 'POST /participants/delete sends those who wait away too' },
  ReturnToLobby: {
    name: 'PUT /moveToWaitingRoom, /batchMoveToWaitingRoom',
    general: 'never',
    say: ({ ids }) => put('/moveToWaitingRoom', { participantID: ids[0] }),
  },
  Invite: {
    name: 'POST /participants',
    general: 'never',
    say: ({ people }) =>
      post('/participants', {
        attendees: people.map(({ who, name, role }) => ({
          phone: who.number,
          name,
          type: 'normal',
          role: role === 'cohost' ? 1 : 0,
        })),
      }),
  },
  Uninvite: {
    name: 'POST /attendees/delete',
    general: 'never',
    say: ({ ids }) =>
      post('/attendees/delete', {
        bulkDelAttendInfo: ids.map((participantID) => ({ number: '1', participantID })),
      }),
  },
  AnswerInvitation: PAGE,
  Ask: {
    name: 'PUT /participants/video',
    general: 'never',
    say: ({ id, medium, on: isOn }) =>
      medium === 'mic'
        ? { not: 'only cameras are asked for' }
        : put('/participants/video', { status: isOn ? 0 : 1 }, on(id)),
  },
  SetLoudspeaker: PAGE,
  RaiseHand: person('/participants/hands', { handsState: 1 }),
  LowerHand: person('/participants/hands', { handsState: 0 }),
  StartShare: PAGE,
  StopShare: { not: 'no call of it' },
  InviteToShare: {
    name: 'PUT /participants/share/invite',
    general: 'never',
    say: ({ id, on: isOn }) => put('/participants/share/invite', { share: isOn ? 1 : 0 }, on(id)),
  },
  SetCohost: {
    name: 'PUT /participants/cohost',
    general: 'never',
    say: ({ id, on: isOn }) => put('/participants/cohost', { isCohost: isOn ? 1 : 0 }, on(id)),
    spelling: { 'host-exempt': 'MMC.111072107' },
  },
  TransferHost: { not: 'PUT /participants/role gives the place away only while it is free' },
  ClaimHost: {
    name: 'PUT /participants/role',
    general: 'never',
    say: ({ proof, id }, { secrets }) =>
      put(
        '/participants/role',
        { applyChair: 1, chairmanPwd: proof === 'host' ? secrets.host : secrets.guest },
        on(id ?? ''),
      ),
    rows: [
      {
        of: 'a place that is taken, for somebody named',
        params: ({ other }) => ({ proof: 'host', id: other }),
      },
      {
        of: 'a free place, for somebody named',
        params: ({ other }) => ({ proof: 'host', id: other }),
        given: () => [['host', { type: 'ReleaseHost', params: {} }]],
      },
    ],
  },
  ReleaseHost: {
    name: 'PUT /participants/role',
    general: 'never',
    say: ({ id }) => put('/participants/role', { applyChair: 0 }, on(id ?? '')),
    rows: [
      { of: 'the host’s', params: ({ host }) => ({ id: host }) },
      { of: 'of somebody who is not the host', params: ({ other }) => ({ id: other }) },
    ],
  },
  Spotlight: {
    name: 'PUT /participants/broadcast, /participants/rollCall, /cancelBroadcast',
    general: 'never',
    say: ({ spotlight }) =>
      spotlight.on === 'broadcast' || spotlight.on === 'rollCall'
        ? put(`/participants/${spotlight.on}`, {}, on(spotlight.participantId))
        : { not: 'layouts need media that compose them' },
  },
  SetCaptions: { not: 'a frame of its socket asks for subtitles' },
  SetInterpretation: {
    name: 'PUT /simultaneousInterpretation, /interpreterGroup',
    general: 'never',
    say: ({ is, groups }) =>
      groups
        ? put('/interpreterGroup', {
            interpreterGroups: groups.map(({ id, name, languages: [firstLanguage, secondLanguage] }) => ({
              groupID: id,
              groupName: name,
              firstLanguage,
              secondLanguage,
            })),
          })
        : put('/simultaneousInterpretation', { simultaneousInterpretation: is === 'on' ? 1 : 0 }),
    rows: [
      { of: 'on and off', params: () => ({ is: 'on' }) },
      {
        of: 'the groups',
        params: () => ({
          groups: [{ id: '1', name: 'Mandarin', by: 'people', languages: ['zh', 'en'], interpreters: [] }],
        }),
      },
    ],
  },
  PostChat: { not: 'no call of it' },
  React: PAGE,
  PostCaption: { not: 'no call of it' },
  NoteConnection: { not: 'nobody enters by it' },
  NoteMedia: { not: 'nobody enters by it' },
  Tick: { not: 'the house does it by itself' },
}

function isLogin(who: Play['who']): boolean {
  return who === 'outsider' || who === 'owner' || who === 'admin'
}
