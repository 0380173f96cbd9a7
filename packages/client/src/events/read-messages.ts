import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** `at`: nothing to tell, but the stream has come this far. */
export type StreamMessage =
  | { is: 'message'; message: EventSourceMessage }
  | { is: 'at'; cursor: string }
  | { is: 'retry'; ms: number }

/** Far above the largest event; a server that sends more without a line end is none of ours. */
const LONGEST = 8 * 1024 * 1024

/** Messages of an event stream as they come; takes no more from the network than is asked for. */
export async function* readMessages(
  body: ReadableStream<Uint8Array>,
  { onBytes }: { onBytes: () => void },
): AsyncGenerator<StreamMessage, void, undefined> {
  const ready: StreamMessage[] = []
  let broken: Error | null = null
  const parser = createParser({
    onEvent: (message) => ready.push({ is: 'message', message }),
    onRetry: (ms) => ready.push({ is: 'retry', ms }),
    // An `id` without data is not told by the parser: the server says it in a comment too.
    onComment(comment) {
      const cursor = /^at (\S+)$/.exec(comment)?.[1]
      if (cursor !== undefined) ready.push({ is: 'at', cursor })
    },
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') broken = error
    },
    maxBufferSize: LONGEST,
  })
  const decoder = new TextDecoder()
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      onBytes()
      parser.feed(decoder.decode(value, { stream: true }))
      if (broken) throw broken
      yield* ready.splice(0)
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}
