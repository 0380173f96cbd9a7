import { createServer } from 'node:net'

/** `port` itself, or for 0 one that is free now: links must name the port before the first one is made. */
export async function portOr(port: number, host: string): Promise<number> {
  if (port !== 0) return port
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, host, () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port')),
      )
    })
  })
}
