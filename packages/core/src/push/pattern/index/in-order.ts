/** Below this, sorting in place is faster than moving the numbers to where they sort fastest. */
const FEW = 64

/** Ascending, each once. A rule is found several times when several of its alternatives hold. */
export function inOrder(numbers: number[]): number[] {
  if (numbers.length < 2) return numbers
  const sorted =
    numbers.length < FEW ? numbers.sort((one, other) => one - other) : [...Int32Array.from(numbers).sort()]
  let kept = 1
  for (let at = 1; at < sorted.length; at += 1)
    if (sorted[at] !== sorted[at - 1]) sorted[kept++] = sorted[at]!
  sorted.length = kept
  return sorted
}
