import { useEffect, useRef } from 'react'

type Props = { label?: string; own?: boolean; mirrored?: boolean; testId?: string } & (
  | { track: MediaStreamTrack }
  | { stream: MediaStream }
)

/** A moving picture without sound; sound has its own elements, so that a picture can move without interrupting it. */
export function Picture({ label, own = false, mirrored = false, testId, ...source }: Props) {
  const element = useRef<HTMLVideoElement>(null)
  const track = 'track' in source ? source.track : null
  const stream = 'stream' in source ? source.stream : null

  useEffect(() => {
    const video = element.current
    if (!video) return
    video.srcObject = stream ?? (track ? new MediaStream([track]) : null)
    // Muted pictures may play without a click; interrupted by a quick change of source this rejects and the next one plays.
    video.play().catch(() => undefined)
    return () => {
      video.srcObject = null
    }
  }, [track, stream])

  return (
    <video
      ref={element}
      className={mirrored ? 'picture picture-mirrored' : 'picture'}
      aria-label={label}
      data-testid={testId}
      data-own={own || undefined}
      muted
      autoPlay
      playsInline
      disablePictureInPicture
    />
  )
}
