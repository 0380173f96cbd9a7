import type { PreparedParcel, Receipt } from '../../ports/courier.ts'

/** What is shorter is no secret, and stands in many answers by chance. */
const SHORTEST = 8
const HIDDEN = '…'

/**
 * The answer without what proved something in the request: pages for debugging print the headers that they were sent, and
 * an answer is kept and shown.
 */
export function hideEchoes(receipt: Receipt, parcel: Pick<PreparedParcel, 'headers' | 'shown'>): Receipt {
  if (receipt.is !== 'answered') return receipt
  const proofs = proofsOf(parcel)
  if (proofs.length === 0) return receipt
  const hide = (text: string): string => proofs.reduce((left, proof) => left.replaceAll(proof, HIDDEN), text)
  const headers = Object.entries(receipt.headers).map(([name, value]) => [name, hide(value)] as const)
  return { ...receipt, headers: Object.fromEntries(headers), response: hide(receipt.response) }
}

/** Whole values, and each word of them: a receiver may print a token without its scheme. The longest first. */
function proofsOf({ headers, shown }: Pick<PreparedParcel, 'headers' | 'shown'>): string[] {
  const cut = Object.entries(headers).filter(([name, value]) => shown[name] !== value)
  const words = cut.flatMap(([, value]) => [value, ...value.split(' ')])
  return [...new Set(words)].filter(({ length }) => length >= SHORTEST).sort((a, b) => b.length - a.length)
}
