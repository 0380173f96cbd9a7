/** Sounds made here, without a file: the tone of the speaker test, and the ring of an invitation. */

const rate = 24_000

type Note = { hertz: number; ms: number }

/** A WAV in memory: 16 bit, one channel, soft at both ends of every note. */
function wav(notes: readonly Note[], loudness: number): Blob {
  const lengths = notes.map(({ ms }) => Math.round((ms / 1000) * rate))
  const samples = new Int16Array(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  notes.forEach(({ hertz }, index) => {
    const length = lengths[index] ?? 0
    for (let i = 0; i < length; i += 1) {
      const edge = Math.min(1, i / 400, (length - i) / 2400)
      samples[at + i] = Math.sin((2 * Math.PI * hertz * i) / rate) * edge * loudness * 32_767
    }
    at += length
  })
  const header = new DataView(new ArrayBuffer(44))
  const write = (offset: number, text: string) => {
    for (let i = 0; i < text.length; i += 1) header.setUint8(offset + i, text.charCodeAt(i))
  }
  write(0, 'RIFF')
  header.setUint32(4, 36 + samples.byteLength, true)
  write(8, 'WAVEfmt ')
  header.setUint32(16, 16, true)
  header.setUint16(20, 1, true)
  header.setUint16(22, 1, true)
  header.setUint32(24, rate, true)
  header.setUint32(28, rate * 2, true)
  header.setUint16(32, 2, true)
  header.setUint16(34, 16, true)
  write(36, 'data')
  header.setUint32(40, samples.byteLength, true)
  return new Blob([header, samples], { type: 'audio/wav' })
}

const test = () =>
  wav(
    [
      { hertz: 523, ms: 350 },
      { hertz: 659, ms: 350 },
      { hertz: 784, ms: 600 },
    ],
    0.35,
  )
const ring = () =>
  wav(
    [
      { hertz: 659, ms: 220 },
      { hertz: 523, ms: 220 },
      { hertz: 659, ms: 320 },
      { hertz: 0, ms: 1400 },
    ],
    0.3,
  )

async function play(sound: Blob, output: string, loop: boolean): Promise<HTMLAudioElement> {
  const audio = new Audio(URL.createObjectURL(sound))
  audio.loop = loop
  const forget = () => URL.revokeObjectURL(audio.src)
  audio.addEventListener('ended', forget)
  try {
    // Absent where the system alone chooses where sound comes out.
    if (output !== '') await audio.setSinkId?.(output)
    await audio.play()
    return audio
  } catch (error) {
    forget()
    throw error
  }
}

/** Plays a short tone on an output ('' = the browser's). Resolves when it has ended. */
export async function playTone(output: string): Promise<void> {
  const audio = await play(test(), output, false)
  await new Promise<void>((resolve, reject) => {
    audio.addEventListener('ended', () => resolve())
    audio.addEventListener('error', () => reject(new Error('the tone stopped')))
  })
}

/** Rings until stopped; stays silent where the browser holds sound back until a click. */
export function startRinging(output: string): () => void {
  let stopped = false
  const started = play(ring(), output, true)
  const stop = (audio: HTMLAudioElement) => {
    audio.pause()
    URL.revokeObjectURL(audio.src)
  }
  started.then(
    (audio) => stopped && stop(audio),
    () => undefined,
  )
  return () => {
    stopped = true
    started.then(stop, () => undefined)
  }
}

/** In a click: sound that comes later by itself, when the waiting room opens, is then allowed. */
export function wakeSound(): void {
  const context = new AudioContext()
  void context
    .resume()
    .then(() => context.close())
    .catch(() => undefined)
}
