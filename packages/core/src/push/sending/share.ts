/** Who has `has` already and could take `more`. */
export type Claimant = { has: number; more: number }

/**
 * Shares `budget` so that those with the least come first: nobody gets anything while somebody with less could take it. In
 * the order of the claimants; all of it is given while anybody can take it.
 */
export function share(claimants: readonly Claimant[], budget: number): number[] {
  const upTo = (level: number): number[] =>
    claimants.map(({ has, more }) => Math.max(0, Math.min(level, has + more) - has))
  const sum = (given: readonly number[]): number => given.reduce((all, one) => all + one, 0)
  let low = 0
  let high = claimants.reduce((most, { has, more }) => Math.max(most, has + more), 0)
  // The highest level to which all can be raised.
  while (low < high) {
    const level = Math.ceil((low + high) / 2)
    if (sum(upTo(level)) <= budget) low = level
    else high = level - 1
  }
  const given = upTo(low)
  let rest = budget - sum(given)
  for (const [at, { has, more }] of claimants.entries()) {
    const got = given[at] ?? 0
    if (rest <= 0 || got >= more || has + got > low) continue
    given[at] = got + 1
    rest -= 1
  }
  return given
}
