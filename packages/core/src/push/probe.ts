/** Called and awaited at named points, so that a test can stop or kill the process exactly there. */
export type Probe = (point: ProbePoint) => void | Promise<void>

/**
 * `command.committed`: durable, nobody has been told · `matcher.advanced`: deliveries and cursor are written · `delivery.claimed`: leased, nothing sent ·
 * `delivery.answered`: the receiver has answered, nothing is kept of it.
 */
export type ProbePoint = 'command.committed' | 'matcher.advanced' | 'delivery.claimed' | 'delivery.answered'
