type Waiting<In, Out> = { item: In; resolve: (result: Out) => void; reject: (error: unknown) => void }

/**
 * Calls of one turn of the event loop, and those that come while others are being worked on, share one `work`, so that many
 * small writes wait for the disk once. When it fails, each is tried on its own: one bad item harms no other.
 */
export function gather<In, Out>(work: (batch: readonly In[]) => Promise<Out[]>): (item: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = []
  let working = false

  async function workOff(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        const results = await work(batch.map(({ item }) => item))
        for (const [at, { resolve }] of batch.entries()) resolve(results[at] as Out)
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error)
        else for (const one of batch) await alone(one)
      }
    }
    working = false
  }

  async function alone({ item, resolve, reject }: Waiting<In, Out>): Promise<void> {
    try {
      const [result] = await work([item])
      resolve(result as Out)
    } catch (error) {
      reject(error)
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (working) return
      working = true
      setImmediate(() => void workOff())
    })
}
