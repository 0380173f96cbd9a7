/** The part of WebRTC that the mesh uses; a browser's constructors fit. */
export type Rtc = {
  RTCPeerConnection: new (configuration: RTCConfiguration) => RTCPeerConnection
  MediaStream: new () => MediaStream
}

export type LocalTracks = { audio: MediaStreamTrack | null; video: MediaStreamTrack | null }
/** `audio`: what the shared tab or system plays, if the browser gives it. */
export type ScreenTracks = { video: MediaStreamTrack; audio: MediaStreamTrack | null }

/**
 * The media lines of every connection, in the order of their SDP. The first offer has them all, so that whatever begins later
 * changes a direction and never the number of lines; two sides that begin at once then cannot disagree on which is which.
 */
export const slots = ['audio', 'video', 'screen', 'screenAudio'] as const
export type Slot = (typeof slots)[number]

export const kindOf: Record<Slot, 'audio' | 'video'> = {
  audio: 'audio',
  video: 'video',
  screen: 'video',
  screenAudio: 'audio',
}

/** What goes out, by line. */
export type Outgoing = Record<Slot, MediaStreamTrack | null>
export const nothingOut: Outgoing = { audio: null, video: null, screen: null, screenAudio: null }

/** How the connection to one other member stands. `failed` is not the end: it is tried again while both are inside. */
export type PeerLink = 'connecting' | 'connected' | 'interrupted' | 'failed'
