import { writeFileSync } from 'node:fs'

const RATE = 48_000
const SECONDS = 6
/** Speech and pause, over and over: the pause lets a level meter find its floor. */
const PERIOD_SECONDS = 3
const SPEECH_SECONDS = 2.5

/**
 * Writes a voice for `--use-file-for-fake-audio-capture`: three tones swelling four times a second, which level meters
 * take for speech; Chromium's own beep is too short for them. 16-bit mono WAV that loops without a click.
 */
export function writeTalk(file: string): void {
  const samples = new Int16Array(RATE * SECONDS)
  for (let i = 0; i < samples.length; i += 1) {
    const t = i / RATE
    if (t % PERIOD_SECONDS >= SPEECH_SECONDS) continue
    const swell = 0.5 + 0.5 * Math.sin(2 * Math.PI * 4 * t)
    const voice = 0.3 * tone(180, t) + 0.2 * tone(720, t) + 0.15 * tone(1_250, t)
    samples[i] = 30_000 * swell * voice
  }
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(RATE, 24)
  header.writeUInt32LE(RATE * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.byteLength, 40)
  writeFileSync(file, Buffer.concat([header, Buffer.from(samples.buffer)]))
}

const tone = (hertz: number, t: number): number => Math.sin(2 * Math.PI * hertz * t)
