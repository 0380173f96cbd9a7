import { useEffect, useRef } from 'react'
import type { Room } from '../../state/room.ts'
import { useStore } from '../../ui/hooks.ts'

/** The others' voices. Each has an element of its own, apart from the pictures, so that no change of layout interrupts it. */
export function Sounds({ room }: { room: Room }) {
  const { streams, soundTry } = useStore(room.store)
  return Array.from(streams, ([id, stream]) => (
    <Sound key={id} id={id} stream={stream} attempt={soundTry} onBlocked={room.soundWasBlocked} />
  ))
}

type Props = { id: string; stream: MediaStream; attempt: number; onBlocked: () => void }

function Sound({ id, stream, attempt, onBlocked }: Props) {
  const element = useRef<HTMLAudioElement>(null)
  useEffect(() => {
    if (element.current) element.current.srcObject = stream
  }, [stream])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new attempt plays again.
  useEffect(() => {
    const audio = element.current
    if (!audio) return
    const play = () =>
      audio.play().catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'NotAllowedError') onBlocked()
      })
    play()
    // A voice that starts later than the picture restarts the element in some browsers.
    stream.addEventListener('addtrack', play)
    return () => stream.removeEventListener('addtrack', play)
  }, [stream, attempt, onBlocked])

  // biome-ignore lint/a11y/useMediaCaption: live speech has no caption track; captions come with their own issue.
  return <audio ref={element} data-testid="sound" data-member-id={id} autoPlay />
}
