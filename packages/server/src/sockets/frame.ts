/** A text message, encoded once, however many sockets it goes to. */
export type Frame = {
  readonly text: string
  /** The whole message as one final, unmasked text frame (RFC 6455, 5.2), as a server sends it. */
  readonly wire: Buffer
}

const FINAL_TEXT = 0x81
/** Payload lengths up to here stand in the second byte itself. */
const LONGEST_IN_7_BITS = 125
const LENGTH_IN_16_BITS = 126
const LENGTH_IN_64_BITS = 127

export function frame(text: string): Frame {
  const length = Buffer.byteLength(text)
  const head = length <= LONGEST_IN_7_BITS ? 2 : length <= 0xffff ? 4 : 10
  const wire = Buffer.allocUnsafe(head + length)
  wire[0] = FINAL_TEXT
  if (head === 2) wire[1] = length
  else if (head === 4) {
    wire[1] = LENGTH_IN_16_BITS
    wire.writeUInt16BE(length, 2)
  } else {
    wire[1] = LENGTH_IN_64_BITS
    wire.writeBigUInt64BE(BigInt(length), 2)
  }
  wire.write(text, head)
  return { text, wire }
}
