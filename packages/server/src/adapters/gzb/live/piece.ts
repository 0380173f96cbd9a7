import { type Frame, frame } from '#sockets/frame.ts'

/** Params of one `conference.event`, encoded once: as a frame of its own, or among others in `conference.events`. */
export class Piece {
  private alone: Frame | null = null

  /** `text`: JSON. */
  constructor(readonly text: string) {}

  get frame(): Frame {
    this.alone ??= textNotice('conference.event', this.text)
    return this.alone
  }
}

export function notice(method: string, params: object): Frame {
  return textNotice(method, JSON.stringify(params))
}

export function textNotice(method: string, params: string): Frame {
  return frame(`{"jsonrpc":"2.0","method":"${method}","params":${params}}`)
}
