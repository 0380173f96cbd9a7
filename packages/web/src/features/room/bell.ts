import type { Chime } from '../../state/chimes.ts'

/** Two soft notes, told apart by ear; Hz. */
const notes: Record<Chime, readonly [number, number]> = {
  hand: [523, 659],
  waiting: [659, 523],
  chat: [784, 784],
  time: [659, 880],
}
const noteMs = 120
const loudness = 0.06

/** Plays without any file; a browser that holds sound back simply stays silent. */
export function createBell(window: Window & typeof globalThis): {
  ring: (chime: Chime) => void
  stop: () => void
} {
  let context: AudioContext | null = null
  return {
    ring: (chime) => {
      context ??= new window.AudioContext()
      const { currentTime, destination } = context
      notes[chime].forEach((frequency, index) => {
        if (!context) return
        const tone = context.createOscillator()
        const volume = context.createGain()
        const from = currentTime + (index * noteMs) / 1000
        const to = from + noteMs / 1000
        tone.frequency.value = frequency
        volume.gain.setValueAtTime(0, from)
        volume.gain.linearRampToValueAtTime(loudness, from + 0.02)
        volume.gain.linearRampToValueAtTime(0, to)
        tone.connect(volume).connect(destination)
        tone.start(from)
        tone.stop(to)
      })
    },
    stop: () => {
      void context?.close().catch(() => undefined)
      context = null
    },
  }
}
