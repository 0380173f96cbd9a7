/** The part of the browser that keeps the screen on; absent where it is not known. */
export type WakeLockSource = {
  request: (() => Promise<{ release: () => Promise<void> }>) | null
  visible: () => boolean
  /** Calls when the page is shown or hidden. */
  onVisibility: (listener: () => void) => () => void
}

/** The screen stays on while one is in a meeting. The browser takes the lock away whenever the page is hidden. */
export function keepAwake(source: WakeLockSource): () => void {
  let lock: { release: () => Promise<void> } | null = null
  let stopped = false
  let asking = false

  const take = async () => {
    if (stopped || asking || !source.request || !source.visible()) return
    asking = true
    try {
      const taken = await source.request()
      if (stopped) await taken.release()
      else lock = taken
    } catch {
      // Refused to save the battery, say: the meeting goes on without.
    } finally {
      asking = false
    }
  }
  const off = source.onVisibility(() => void take())
  void take()
  return () => {
    stopped = true
    off()
    lock?.release().catch(() => undefined)
    lock = null
  }
}
