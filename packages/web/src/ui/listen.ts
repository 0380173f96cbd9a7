/** The loudness of a track. `stop` gives the audio context back; browsers allow only a few. */
export type Ear = { analyser: AnalyserNode; stop: () => void }

/**
 * Listens to a track without playing it. After a reload there was no click yet and the browser keeps the context suspended:
 * the first click or key anywhere wakes it.
 */
export function listenTo(track: MediaStreamTrack): Ear {
  const context = new AudioContext()
  const source = context.createMediaStreamSource(new MediaStream([track]))
  const analyser = context.createAnalyser()
  analyser.fftSize = 1024
  source.connect(analyser)

  const wake = () => void context.resume().catch(() => undefined)
  wake()
  window.addEventListener('pointerdown', wake)
  window.addEventListener('keydown', wake)
  return {
    analyser,
    stop: () => {
      window.removeEventListener('pointerdown', wake)
      window.removeEventListener('keydown', wake)
      source.disconnect()
      void context.close().catch(() => undefined)
    },
  }
}

/** The largest sample of the last moment, 0–1. */
export function hearTrack(track: MediaStreamTrack): { peak: () => number; stop: () => void } {
  const { analyser, stop } = listenTo(track)
  const samples = new Float32Array(analyser.fftSize)
  return {
    peak: () => {
      // Without a click yet nothing runs and nothing is heard, whatever the microphone gives.
      if (analyser.context.state !== 'running') return 1
      analyser.getFloatTimeDomainData(samples)
      return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
    },
    stop,
  }
}
