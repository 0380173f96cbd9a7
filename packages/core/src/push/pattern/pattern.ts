/** A pattern as it was read: conditions on the attributes of an event, joined by AND ([AL] 2.1). No fields: every event. */
export type Pattern = Fields

export type Fields = ReadonlyMap<string, Field>

export type Field =
  /** All of these must hold in one object: the value, or one element of it when it is an array. */
  | { is: 'object'; fields: Fields }
  /** Joined by OR. */
  | { is: 'leaf'; alternatives: readonly Alternative[] }

export type Alternative = {
  /** As it was written, JSON text. */
  said: string
  /** What it means, joined by OR: itself first, then its other spellings. */
  tests: readonly Test[]
}

/** One condition on a value ([AL] 2.2). */
export type Test =
  /** A string, number or boolean that reads so: `80` and `"80"` are the same. */
  | { is: 'text'; text: string }
  | { is: 'null' }
  /** A string that begins and ends so; an empty part asks for nothing. Never both empty. */
  | { is: 'affix'; prefix: string; suffix: string }
  | { is: 'contains'; part: string }
  | ({ is: 'but' } & Excluded)
  /** Whether the key is there, whatever its value. */
  | { is: 'exists'; there: boolean }
  | ({ is: 'numeric' } & NumberRange)
  /** An address whose bits begin so, see `addressBits`. */
  | { is: 'cidr'; bits: string }

/** What `anything-but` does not let pass. */
export type Excluded = {
  texts: ReadonlySet<string>
  null: boolean
  prefixes: readonly string[]
  suffixes: readonly string[]
}

/** From `low` to `high`, both included, without the numbers in `except`. */
export type NumberRange = { low: number; high: number; except: readonly number[] }

/** What patterns see of an event: its attributes by name, and `data` as JSON value. */
export type Matchable = Readonly<Record<string, unknown>>
