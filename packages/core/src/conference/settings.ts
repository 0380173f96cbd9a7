/** What the owner decides about a conference; defaults below (model of the conference, section 2). */
export type Settings = {
  /** No one new enters on their own; host proof, invited and returning people still do. */
  locked: boolean
  /** People muted by the host may open their microphone themselves. */
  mayUnmute: boolean
  /** Newcomers start with their microphone off. */
  muteOnEntry: boolean
  /** People may open their camera themselves. */
  mayOpenCamera: boolean
  /** People may change their own name. */
  mayRename: boolean
  /** Newcomers wait until somebody with the floor lets them in; host proof, owner, invited and returning people do not. */
  waitingRoom: boolean
  /** Only the host and cohosts share for now. */
  shareLocked: boolean
  shareBy: 'everyone' | 'hosts'
  /** Whom people may write to: everybody and each other, everybody, each other, nobody. */
  chat: 'free' | 'public' | 'private' | 'none'
  /** Who may record in a client of their own. Kept and told; pages do not record. */
  clientRecording: 'hosts' | 'everyone' | 'chosen'
  participantsMayInvite: boolean
  /** Who may enter: anybody with the password, accounts of the tenant, the invited. */
  joinScope: 'everyone' | 'tenant' | 'invited'
  media: 'video' | 'voice'
  /** A run past its planned end goes on by this while someone is inside; 0 ends it sharply. */
  prolongMinutes: number
  /** Whether others than the host may begin a run. */
  guestMayStart: boolean
  /** How long before the planned start others may begin it. */
  earlyJoinMinutes: number
  /** A run without a planned end is over when it was empty for this long. */
  emptyEndMinutes: number
  /** People inside at once, watchers included. */
  maxParticipants: number
  /** Who takes the host's place after its absence. */
  hostSuccession: 'cohosts' | 'anyone' | 'off'
  /** After a run that ended early the reservation may be held again. */
  reopenable: boolean
}

export const DEFAULT_SETTINGS: Settings = {
  locked: false,
  mayUnmute: true,
  muteOnEntry: false,
  mayOpenCamera: true,
  mayRename: true,
  waitingRoom: false,
  shareLocked: false,
  shareBy: 'everyone',
  chat: 'free',
  clientRecording: 'hosts',
  participantsMayInvite: false,
  joinScope: 'everyone',
  media: 'video',
  prolongMinutes: 15,
  guestMayStart: true,
  earlyJoinMinutes: 15,
  emptyEndMinutes: 10,
  maxParticipants: 100,
  hostSuccession: 'cohosts',
  reopenable: false,
}

/** `prolongMinutes` is 0 to this. */
export const PROLONG_MOST_MINUTES = 60

/** What may be changed while a run is on; the rest is the reservation's. */
export type RunSettings = Pick<
  Settings,
  | 'locked'
  | 'mayUnmute'
  | 'muteOnEntry'
  | 'mayOpenCamera'
  | 'mayRename'
  | 'waitingRoom'
  | 'shareLocked'
  | 'shareBy'
  | 'chat'
  | 'clientRecording'
  | 'participantsMayInvite'
  | 'joinScope'
  | 'guestMayStart'
  | 'prolongMinutes'
  | 'hostSuccession'
>
