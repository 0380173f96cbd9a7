/** One thing tried. `ok` null: not set up here, so nothing to try. `detail`: plain words and values, English, for a report. */
export type CheckLine = {
  what: 'secure' | 'socket' | 'host' | 'srflx' | 'relay' | 'loopback' | 'microphone' | 'camera' | 'speaker'
  ok: boolean | null
  detail: string
  /** How long it took; for `loopback` the round trip. */
  ms?: number
}
