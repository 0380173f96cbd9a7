/** What the operator set and the server wrote into the shell of the pages. */
export type PageSettings = {
  /** Sites that may frame and steer the pages. */
  frameAncestors: readonly string[]
  /** Sites that the leave page may lead back to. */
  returnOrigins: readonly string[]
}

const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

/** `text`: the content of the shell's `meta`; anything unreadable trusts nobody. */
export function pageSettings(text: string): PageSettings {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof PageSettings, unknown>> | null
    return {
      frameAncestors: strings(value?.frameAncestors),
      returnOrigins: strings(value?.returnOrigins),
    }
  } catch {
    return { frameAncestors: [], returnOrigins: [] }
  }
}
