import { useEffect, useRef } from 'react'
import { useTexts } from '../../ui/hooks.ts'
import { listenTo } from '../../ui/listen.ts'

/** Shows that the microphone hears something. Drawn past React: it moves many times a second and means nothing to state. */
export function MicLevel({ track }: { track: MediaStreamTrack | null }) {
  const { t } = useTexts()
  const bar = useRef<HTMLSpanElement>(null)

  useEffect(() => {
    const show = (level: number) => bar.current?.style.setProperty('--level', level.toFixed(2))
    show(0)
    if (!track) return
    const ear = listenTo(track)
    const samples = new Float32Array(ear.analyser.fftSize)
    const timer = setInterval(() => {
      ear.analyser.getFloatTimeDomainData(samples)
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
      // -60 dBFS is silence, -20 dBFS is loud speech at a laptop.
      show(Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 60) / 40)))
    }, 60)
    return () => {
      clearInterval(timer)
      ear.stop()
    }
  }, [track])

  return (
    <span className="level" role="img" aria-label={t('door.level')}>
      <span ref={bar} className="level-bar" />
    </span>
  )
}
