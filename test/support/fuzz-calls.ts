import type { MethodName } from '@parley/protocol'
import { type ConferenceInfo, type Control, passwordOf } from './huawei-client.ts'
import type { Mutator } from './mutations.ts'

/** What valid requests speak of. */
export type Ground = {
  info: ConferenceInfo
  control: Control
  /** A run that inputs may end without taking the others' ground away. */
  doomed: { info: ConferenceInfo; control: Control }
  /** Inside to the end. */
  memberId: string
  /** Waits to be let in, comes in when let in. */
  waitingId: string
  /** Rings at first. */
  account: string
  inviteId: string
}

/** Not tried: they end the login of the inputs that follow, or take long on purpose (a password is hashed). */
export const LEFT_OUT: readonly MethodName[] = ['auth.http.logout', 'org.user.createUser']

/** One valid call of every method at least, and one of a method that is not built. */
export function rpcCalls(mutator: Mutator, ground: Ground): { method: string; params: object }[] {
  const { memberId, waitingId, account, inviteId } = ground
  const on = { confId: ground.info.conferenceID }
  const gone = { confId: ground.doomed.info.conferenceID }
  const memberIds = [memberId]
  const media = { audio: false, video: false }
  const line = { lineId: 'l1', memberId, final: false, beginMs: 0, endMs: 900 }
  const group = { id: 'g', name: 'zh', languages: ['zh-CN', 'en'], interpreters: [{ name: 'Li' }] }
  const quality = { up: 5, down: 4, rtt: 20, jitter: 1, lossUp: 0.5, kbpsDown: 900 }
  const calls: { [M in MethodName]?: object } = {
    'conference.mute': { ...on, memberIds },
    'conference.unmute': { ...on, memberIds },
    'conference.openCamera': { ...on, memberIds },
    'conference.closeCamera': { ...on, memberIds },
    'conference.raiseHand': { ...on, memberIds },
    'conference.lowerHand': { ...on, memberIds },
    'conference.muteAll': { ...on, allowUnmute: true },
    'conference.unmuteAll': on,
    'conference.requestUnmute': { ...on, memberId },
    'conference.requestCamera': { ...on, memberId, on: true },
    'conference.rename': { ...on, memberId, displayName: 'Li' },
    'conference.setLoudspeaker': { ...on, on: false },
    'conference.setRole': { ...on, memberId, role: 'cohost' },
    'conference.setChair': { ...on, memberId, password: '123456' },
    'conference.releaseChair': { ...on, memberId },
    'conference.setMainVideo': { ...on, memberId, rollCall: true },
    'conference.startShare': on,
    'conference.stopShare': { ...on, memberIds },
    'conference.inviteToShare': { ...on, memberId, on: true },
    'conference.setCaptions': { ...on, languages: ['zh-CN', 'en'] },
    'conference.postCaption': { ...on, lines: [{ ...line, texts: [{ language: 'en', text: 'Hello' }] }] },
    'conference.setInterpretation': { ...on, interpretation: { on: true, groups: [group] } },
    'conference.postChat': { ...on, text: 'Hello\nLi', to: memberId },
    'conference.react': { ...on, reaction: 'clap' },
    'conference.admit': { ...on, memberIds: [waitingId] },
    'conference.refuse': { ...gone, all: true },
    'conference.returnToLobby': { ...on, memberIds: [waitingId] },
    'conference.invite': {
      ...on,
      userIds: [account],
      targets: [{ name: 'Ann', mobile: '+8613800000000' }],
      text: 'x',
    },
    'conference.cancelInvite': { ...on, inviteIds: [inviteId] },
    'conference.answerInvite': { ...on, inviteId, answer: 'busy' },
    'conference.lock': { ...on, idemKey: mutator.text().slice(0, 60) },
    'conference.unlock': on,
    'conference.update': { ...on, settings: { allowRename: true, chat: 'free', waitingRoom: true } },
    'conference.get': { ...on, withMembers: true },
    'conference.list': { filter: 'ongoing', startIndex: 0, resultRows: 2 },
    'conference.getJoinAddress': on,
    'conference.getEvents': { ...on, fromVersion: 3, limit: 5 },
    'conference.join': { ...on, displayName: 'Eve', media, batch: true },
    'conference.leave': on,
    'conference.subscribe': { ...on, topics: ['member', 'quality'], lastVersion: 2, batch: true },
    'conference.unsubscribe': on,
    'conference.renewMedia': { ...on, reason: 'failed' },
    'conference.reportMedia': { ...on, epoch: 1, tracks: [], level: 40, quality },
    'media.signal': { ...on, to: memberId, epoch: 1, kind: 'offer', payload: { sdp: 'v=0' } },
    'conference.create': { confName: 'Fuzz', startTime: Date.UTC(2027, 0, 1), duration: 30 },
    'conference.cancel': { confId: '100000000' },
    'conference.prolong': { ...gone, minutes: 1 },
    'conference.kick': { ...gone, memberIds, ban: true },
    'conference.end': gone,
    'conference.start': gone,
    'config.getProperties': { keys: ['serverName', 'apiVersion'] },
    'session.ping': {},
    'session.closing': {},
    'session.renew': { token: 'x' },
    'auth.http.login': { grantType: 'refresh_token', clientId: 'admin', refreshToken: 'x' },
    'auth.ws.ticket': {},
  }
  return [
    ...Object.entries(calls).map(([method, params]) => ({ method, params })),
    { method: 'org.user.processIQ', params: { reqXml: '<iq/>' } },
  ]
}

/** `own`: the control token, where it is not that of the conference most calls are about. */
export type HuaweiCall = { method: string; path: string; query: object; body?: object; own?: string }

export function huaweiCalls({ info, doomed, memberId, waitingId, account }: Ground): HuaweiCall[] {
  const at = '/v1/mmc/control/conferences'
  const booked = '/v1/mmc/management/conferences'
  const query = { conferenceID: info.conferenceID }
  const one = { ...query, participantID: memberId }
  const gone = { query: { conferenceID: doomed.info.conferenceID }, own: doomed.control.token }
  const put = (path: string, body: object, ask: object = query): HuaweiCall => ({
    method: 'PUT',
    path: `${at}${path}`,
    query: ask,
    body,
  })
  const group = {
    groupID: 'g',
    firstLanguage: 'zh-CN',
    secondLanguage: 'en',
    interpreters: [{ loginAccount: account }],
  }
  return [
    { method: 'GET', path: `${at}/token`, query },
    { method: 'GET', path: `${at}/wsToken`, query },
    { method: 'GET', path: `${at}/realTimeInfo`, query },
    put('/participants/mute', { isMute: 1 }, one),
    put('/mute', { isMute: 0, allowUnmuteByOneself: 1 }),
    put('/mute/guestUnMute', { allowUnmuteByOneself: 1 }),
    put('/lock', { isLock: 0 }),
    put('/updateStartedConfConfig', { chatPermission: 4, callInRestriction: 0, freeShare: 1, isLock: 0 }),
    put('/participants/name', { number: '900', newName: 'Li', participantID: memberId }),
    put('/participants/hands', { handsState: 1 }, one),
    put('/participants/batch/hands', { handsState: 0, pids: [memberId, 'f'.repeat(32)] }),
    put('/participants/role', { applyChair: 1, chairmanPwd: passwordOf(info, 'chair') }, one),
    put('/participants/cohost', { isCohost: 1 }, one),
    put('/participants/rollCall', {}, one),
    put('/participants/broadcast', {}, one),
    put('/cancelBroadcast', {}),
    put('/participants/video', { status: 0 }, one),
    put('/participants/share/invite', { share: 1 }, one),
    put('/allowWaitingParticipant', { allowAll: 0, participantID: waitingId }),
    put('/moveToWaitingRoom', { participantID: waitingId }),
    put('/batchMoveToWaitingRoom', { batchParticipants: [waitingId, 'f'.repeat(32)] }),
    put('/simultaneousInterpretation', { simultaneousInterpretation: 1 }),
    put('/interpreterGroup', { interpreterGroups: [group] }),
    put('/inviteWithPwd', {
      callNum: '1000001',
      confID: info.conferenceID,
      pwd: passwordOf(info, 'general'),
    }),
    put('/record', { isRecord: 1 }),
    {
      method: 'POST',
      path: `${at}/participants`,
      query,
      body: { attendees: [{ name: 'Bo', accountId: account, type: 'normal', role: 1 }] },
    },
    {
      method: 'POST',
      path: `${at}/participants`,
      // Every number that is not one yet is somebody more on the list, and lists are read in each test to come.
      body: { attendees: [{ name: 'Ann', phone: '+8613800000000', type: 'mobile', role: 0 }] },
      ...gone,
    },
    {
      method: 'POST',
      path: `${at}/attendees/delete`,
      query,
      body: { bulkDelAttendInfo: [{ number: '+8613800000000' }] },
    },
    {
      method: 'POST',
      path: `${at}/participants/delete`,
      body: { bulkHangUpParticipants: ['f'.repeat(32)] },
      ...gone,
    },
    { method: 'PUT', path: `${at}/duration`, body: { auto: 0, duration: 1 }, ...gone },
    { method: 'GET', path: booked, query: { offset: 0, limit: 5, searchKey: 'Story' } },
    { method: 'GET', path: `${booked}/confDetail`, query: { ...query, offset: 0, limit: 5 } },
    {
      method: 'POST',
      path: `${booked}/start`,
      query: {},
      body: { ...query, password: passwordOf(info, 'general') },
    },
    { method: 'PUT', path: booked, query, body: { mediaTypes: 'HDVideo', subject: 'x' } },
    { method: 'DELETE', path: booked, query: { conferenceID: '100000000', type: 1 } },
    {
      method: 'POST',
      path: '/v1/usg/acs/token/validate',
      query: {},
      body: { token: 'stbwrong', needGenNewToken: true },
    },
    {
      method: 'POST',
      path: booked,
      query: {},
      body: {
        mediaTypes: 'HDVideo',
        subject: 'Fuzz',
        length: 30,
        startTime: '2030-01-01 08:00',
        attendees: [{ name: 'Bob', phone: '1', role: 0 }],
        confConfigInfo: { callInRestriction: 0, prolongLength: 15 },
      },
    },
  ]
}

export function huaweiFrames({ info, control }: Ground): object[] {
  const { token: confToken, supportNotifyType: subscribeType } = control
  // Half of the types each: every Subscribe is answered by a whole message of every type.
  const subscribe = (types: readonly string[]) => ({
    subscribeType: types,
    confToken,
    conferenceID: info.conferenceID,
    cursor: 3,
  })
  const middle = Math.floor(subscribeType.length / 2)
  return [
    { action: 'Subscribe', sequence: '1', data: JSON.stringify(subscribe(subscribeType.slice(0, middle))) },
    { action: 'Subscribe', sequence: '1', data: subscribe(subscribeType.slice(middle)) },
    { action: 'HeartBeat', sequence: '2' },
    { action: 'ConfControl', sequence: '3', type: 'REFRESHTOKEN', data: { confToken } },
    { action: 'ConfControl', sequence: '3', type: 'REALTIMESUBTITLE', data: '{}' },
  ]
}
