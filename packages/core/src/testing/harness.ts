/**
 * How a contract gets at a driver. `port` and `peer` stand on the same data, as two nodes do; a driver for one process
 * gives the same object twice. Empty at every `open`.
 */
export type Opened<Port> = { port: Port; peer: Port; close(): Promise<void> }
export type Open<Port> = () => Promise<Opened<Port>>

/** For a port in memory: nothing to share, nothing to close. */
export function inMemory<Port>(create: () => Port): Open<Port> {
  return async () => {
    const port = create()
    return { port, peer: port, close: async () => {} }
  }
}
