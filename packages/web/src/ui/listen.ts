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
