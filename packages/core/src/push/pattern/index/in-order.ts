/** Below this, shifting beats whatever a general sort has to prepare. */
const FEW = 24

/** Ascending, each once: a rule is found several times when several of its alternatives hold. */
export function inOrder(numbers: number[]): number[] {
  if (numbers.length > FEW) return [...new Set(Int32Array.from(numbers).sort())]
  let length = 0
  for (const number of numbers) {
    let at = length
    while (at > 0 && numbers[at - 1]! > number) at -= 1
    if (at > 0 && numbers[at - 1] === number) continue
    for (let move = length; move > at; move -= 1) numbers[move] = numbers[move - 1]!
    numbers[at] = number
    length += 1
  }
  if (length < numbers.length) numbers.length = length
  return numbers
}
