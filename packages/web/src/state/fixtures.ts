import type { ConferenceView, MemberView, SettingsView } from '@parley/protocol'
import { noMenus } from './device-menus.ts'
import type { DevicesState } from './devices.ts'

/** A member for tests: inside, a guest, camera closed, microphone open. */
export function member(changes: Partial<MemberView> = {}): MemberView {
  return {
    memberId: 'm',
    displayName: 'Somebody',
    role: 'guest',
    state: 'online',
    selfMuted: false,
    chairMuted: false,
    muted: false,
    selfCameraOff: true,
    chairCameraOff: false,
    cameraOpen: false,
    handRaisedAt: null,
    mediaState: 'none',
    tracks: [],
    feedId: null,
    joinCount: 1,
    sharing: false,
    shareInvited: false,
    loudspeaker: true,
    invited: false,
    joinTime: 1,
    ...changes,
  }
}

/** A running meeting for tests. */
export function conference(changes: Partial<ConferenceView> = {}): ConferenceView {
  return {
    confId: '123456789',
    confName: 'Weekly review',
    state: 'ongoing',
    startTime: 1_800_000_000_000,
    endTime: null,
    actualStart: 1_800_000_000_000,
    locked: false,
    muteAll: false,
    allowUnmute: true,
    maxMembers: 100,
    mainVideo: null,
    spotlight: { on: 'nobody', memberId: null },
    captions: null,
    interpretation: { on: false, groups: [] },
    recording: false,
    chairMemberId: null,
    mediaEpoch: 1,
    ...changes,
  }
}

/** The settings of a meeting for tests: everything open, no waiting room. */
export function meetingSettings(changes: Partial<SettingsView> = {}): SettingsView {
  return {
    guestAllowed: true,
    joinBeforeStartMin: 15,
    emptyEndMin: 10,
    muteOnEntry: false,
    allowOpenCamera: true,
    allowRename: true,
    guestMayStart: true,
    prolongMinutes: 0,
    waitingRoom: false,
    memberInvite: false,
    joinScope: 'everyone',
    shareLocked: false,
    shareBy: 'everyone',
    chat: 'free',
    clientRecording: 'hosts',
    ...changes,
  }
}

/** Devices for tests: settled, nothing on. */
export function devicesState(changes: Partial<DevicesState> = {}): DevicesState {
  const none = { track: null, on: false, trouble: null }
  return {
    access: 'settled',
    audio: none,
    video: none,
    menus: noMenus,
    chosen: { audio: '', video: '', output: '' },
    facing: 'user',
    canFlip: false,
    ...changes,
  }
}
