import type { Conference, OpenPasswords, Run, Settings, Signal } from '@parley/core'
import { CALL_IN } from './conference-info.ts'
import type { Eyes } from './identity.ts'

/** What ConfBasicInfoNotify says beside the state itself. */
export type Surroundings = { passwords: OpenPasswords; links: { guest: string } }

/** ConfBasicInfoNotify ([HW] 2.4), without its envelope. Passwords are for host tokens. */
export function basicInfo(conference: Conference, run: Run, eyes: Eyes, { passwords, links }: Surroundings) {
  const { settings, owner, plan } = conference
  const pwds = [
    { role: 'chair', pwd: passwords.host },
    { role: 'general', pwd: passwords.guest ?? '' },
  ]
  return {
    displayID: conference.id,
    title: conference.title,
    startTime: String(run.startedAt),
    scheduledStartTime: String(plan.start ?? plan.createdAt),
    ...(eyes === 'host' ? { pwds } : {}),
    recType: 0,
    media: settings.media === 'voice' ? 1 : 2,
    owner: owner.name,
    ownerID: eyes === 'guest' ? '' : owner.userId,
    userType: 2,
    supportWatermark: 0,
    guestJoinUri: links.guest,
    callInRestriction: CALL_IN[settings.joinScope],
    confMode: 'RTC',
    realTimeSubtitle: 0,
    orgID: conference.tenantId,
    webinar: false,
    simultaneousInterpretation: 0,
    supportCohost: 0,
    supportClientRecord: 0,
    inviteShareSwitch: 0,
    supportWaitingRoom: false,
  }
}

/** ConfDynamicInfoNotify ([HW] 2.4): always every field. `run` is the last one known when the conference is over. */
export function dynamicInfo(settings: Settings, run: Run, state: 'Created' | 'Destroyed') {
  return {
    endTime: run.endsAt === null ? '' : String(run.endsAt),
    state,
    mode: 'FREE',
    vas: 0,
    lock: settings.locked ? 1 : 0,
    mute: run.muteAll ? 1 : 0,
    canUnmute: settings.mayUnmute ? 1 : 0,
    lockSharing: 0,
    chairView: 0,
    picNum: 0,
    partViewNum: 0,
    maxPartViewNum: 0,
    recState: 0,
    multiPic: { picInfos: [], picNum: 0, period: 10 },
    confIMGroupId: '',
    forbiddenChat: 0,
    recOccurred: 0,
    realTimeSubtitle: 0,
    callInRestriction: CALL_IN[settings.joinScope],
    pause: false,
    allowAudience: false,
    waitingRoomState: 0,
    lanChannels: [],
    simultaneousInterpretation: 0,
  }
}

/** SpeakerChangeNotify: at most three, loudest first; an empty list in silence. */
export function speakers(signal: Signal | null) {
  return (signal?.loudest ?? []).map(({ participantId, name, level }) => ({
    pid: participantId,
    name,
    speakingVolume: level,
  }))
}
