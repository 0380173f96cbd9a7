import { type ComponentType, lazy, useState } from 'react'

export type Later<Props> = ComponentType<Props> & {
  /** Gets the code ahead of drawing it. Never rejects: what goes wrong shows when it is drawn. */
  fetch: () => Promise<void>
}

/**
 * A component whose code comes when it is first drawn, or by `fetch` before. What is here already is drawn in the same turn:
 * React holds back whatever had to wait for its code until 300 ms after the stand-in was shown.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): Later<Props> {
  let here: ComponentType<Props> | null = null
  const come = async () => {
    here ??= await load()
    return here
  }
  const Awaited = lazy(async () => ({ default: await come() }))
  function View(props: Props) {
    // Chosen once: another component in its place would lose all that the first one holds.
    const [Chosen] = useState<ComponentType<Props>>(() => here ?? (Awaited as ComponentType<Props>))
    return <Chosen {...props} />
  }
  return Object.assign(View, {
    fetch: () =>
      come().then(
        () => undefined,
        () => undefined,
      ),
  })
}
