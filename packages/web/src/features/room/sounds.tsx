import { memo, useEffect, useRef } from 'react'
import type { App } from '../../state/app.ts'
import type { Room } from '../../state/room.ts'
import { usePart, useStore } from '../../ui/hooks.ts'

/** The others' voices. Each has an element of its own, apart from the pictures, so that no change of layout interrupts it. */
export const Sounds = memo(function Sounds({ app, room }: { app: App; room: Room }) {
  const { streams, screens, soundTry } = useStore(room.media.store)
  const output = usePart(app.devices.store, ({ chosen }) => chosen.output)
  const silent = usePart(room.store, ({ view }) => view?.loudspeaker === false)
  const common = {
    attempt: soundTry,
    output,
    silent,
    onBlocked: room.media.soundWasBlocked,
  }
  return (
    <>
      {Array.from(streams, ([id, stream]) => (
        <Sound key={id} id={id} testId="sound" stream={stream} {...common} />
      ))}
      {Array.from(screens, ([id, stream]) => (
        <Sound key={`screen ${id}`} id={id} testId="screen-sound" stream={stream} {...common} />
      ))}
    </>
  )
})

type Props = {
  id: string
  testId: string
  stream: MediaStream
  attempt: number
  /** Id of the speaker; '' = the system's. */
  output: string
  silent: boolean
  onBlocked: () => void
}

function Sound({ id, testId, stream, attempt, output, silent, onBlocked }: Props) {
  const element = useRef<HTMLAudioElement>(null)
  useEffect(() => {
    if (element.current) element.current.srcObject = stream
  }, [stream])
  useEffect(() => {
    const audio = element.current as (HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> }) | null
    // A speaker that is gone: the system's own goes on.
    audio?.setSinkId?.(output).catch(() => undefined)
  }, [output])
  useEffect(() => {
    if (element.current) element.current.muted = silent
  }, [silent])
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

  // biome-ignore lint/a11y/useMediaCaption: live speech has no caption track; captions have a region of their own.
  return <audio ref={element} data-testid={testId} data-member-id={id} autoPlay />
}
