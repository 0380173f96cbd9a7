const PREFIX = 'header:'

/** Lower-case name of the header that a parameter `Header:<name>` sets; null for any other parameter. */
export function headerNameOf(resourceKey: string): string | null {
  const key = resourceKey.toLowerCase()
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : null
}
