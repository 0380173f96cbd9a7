import type { Conference, OpenPasswords, Run, Settings, SignalOf } from '@parley/core'
import { CALL_IN } from './conference-info.ts'
import type { Eyes } from './identity.ts'
import { MODES, type People, periodOf, pictureIds, picturesOf } from './pictures.ts'

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
    realTimeSubtitle: 1,
    orgID: conference.tenantId,
    webinar: false,
    aiRecType: 0,
    audienceCallInRestriction: 0,
    bignumMultiPicSwitch: 0,
    partViewSwitch: 0,
    simultaneousInterpretation: 1,
    supportCohost: 1,
    supportClientRecord: 0,
    inviteShareSwitch: 1,
    confPortalCapabilities: '',
    supportWaitingRoom: true,
  }
}

/** `clientRecMode` of PUT updateStartedConfConfig ([HW] 3.5). */
const CLIENT_RECORDING = { hosts: 0, everyone: 1, chosen: 2 } as const satisfies Record<
  Settings['clientRecording'],
  number
>

/** ConfDynamicInfoNotify ([HW] 2.4): always every field. `run` is the last one known when the conference is over. */
export function dynamicInfo(
  { settings, people }: { settings: Settings; people: People },
  run: Run,
  state: 'Created' | 'Destroyed',
  eyes: Eyes,
) {
  const pictures = picturesOf(run.spotlight)
  return {
    endTime: run.endsAt === null ? '' : String(run.endsAt),
    state,
    mode: MODES[run.spotlight.on],
    vas: 0,
    lock: settings.locked ? 1 : 0,
    mute: run.muteAll ? 1 : 0,
    canUnmute: settings.mayUnmute ? 1 : 0,
    lockSharing: settings.shareLocked ? 1 : 0,
    chairView: 0,
    picNum: pictures.length,
    partViewNum: 0,
    maxPartViewNum: 0,
    recState: 0,
    multiPic: {
      picInfos: pictures.map((picture) => ({
        index: picture.index,
        id: pictureIds(picture, people, eyes),
        share: picture.share ? 1 : 0,
      })),
      picNum: pictures.length,
      period: periodOf(run.spotlight),
    },
    confIMGroupId: '',
    forbiddenChat: settings.chat === 'none' ? 1 : 0,
    recOccurred: 0,
    realTimeSubtitle: run.captions.is === 'on' ? 1 : 0,
    aiRecState: 0,
    enableShareSetting: settings.shareBy === 'everyone' ? 1 : 0,
    callInRestriction: CALL_IN[settings.joinScope],
    audienceCallInRestriction: 0,
    audienceTotalCount: 0,
    simultaneousInterpretation: run.interpretation.is === 'on' ? 1 : 0,
    // Channels of languages are the media's, and a mesh has none.
    lanChannels: [],
    allowAudience: false,
    pause: false,
    audienceVideoLayout: '',
    clientRecState: 0,
    clientRecMode: CLIENT_RECORDING[settings.clientRecording],
    waitingRoomState: settings.waitingRoom ? 1 : 0,
    showAudienceMode: 0,
    audienceCountMultiple: 1,
    audienceCountReal: 0,
  }
}

/** SpeakerChangeNotify: at most three, loudest first; an empty list in silence. */
export function speakers(signal: SignalOf<'Speakers'> | null) {
  return (signal?.loudest ?? []).map(({ participantId, name, level }) => ({
    pid: participantId,
    name,
    speakingVolume: level,
  }))
}
