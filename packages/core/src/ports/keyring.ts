/** Small facts of the installation: keys made at the first start, hashes of shown-once secrets. */
export interface Keyring {
  get(name: string): Promise<string | null>
  /** Keeps `value` unless the name has one; answers what holds now. Of two at once the first wins on both. */
  putIfAbsent(name: string, value: string): Promise<string>
  put(name: string, value: string): Promise<void>
}
