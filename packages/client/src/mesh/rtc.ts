/** The part of WebRTC that the mesh uses; a browser's constructors fit. */
export type Rtc = {
  RTCPeerConnection: new (configuration: RTCConfiguration) => RTCPeerConnection
  MediaStream: new () => MediaStream
}

export type LocalTracks = { audio: MediaStreamTrack | null; video: MediaStreamTrack | null }
export const mediaKinds = ['audio', 'video'] as const
export type MediaKind = (typeof mediaKinds)[number]

export const isMediaKind = (kind: string): kind is MediaKind => kind === 'audio' || kind === 'video'
