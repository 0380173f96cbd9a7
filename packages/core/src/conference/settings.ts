/** What the owner decides about a conference; defaults below (model of the conference, section 2). */
export type Settings = {
  /** No one new enters on their own; host proof, invited and returning people still do. */
  locked: boolean
  /** People muted by the host may open their microphone themselves. */
  mayUnmute: boolean
  /** Newcomers start with their microphone off. */
  muteOnEntry: boolean
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
  hostSuccession: 'cohosts' | 'off'
  /** After a run that ended early the reservation may be held again. */
  reopenable: boolean
}

export const DEFAULT_SETTINGS: Settings = {
  locked: false,
  mayUnmute: true,
  muteOnEntry: false,
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
