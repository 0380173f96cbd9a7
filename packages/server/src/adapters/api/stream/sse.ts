/** Frames of an event stream (HTML Living Standard 9.2). No part may hold a line end. */

export const STREAM_TYPE = 'text/event-stream; charset=utf-8'

export function eventFrame(cursor: string, name: string, data: string): string {
  return `id: ${cursor}\nevent: ${oneLine(name)}\ndata: ${data}\n\n`
}

/**
 * The heartbeat, and the greeting: nothing happened, and the stream has come this far. Browsers take the `id` of a frame
 * without data; parsers that drop such a frame find it in the comment.
 */
export function placeFrame(cursor: string): string {
  return `: at ${cursor}\nid: ${cursor}\n\n`
}

/** The stream cannot go on from where its reader was: what it follows should be read afresh. */
export function resetFrame(cursor: string, reason: 'unknown'): string {
  return eventFrame(cursor, 'reset', JSON.stringify({ reason, after: cursor }))
}

/** The last frame before a restart: when to come back. */
export function farewellFrame(ms: number): string {
  return `: the server restarts\nretry: ${ms}\n\n`
}

/** Types of events from outside are anybody's text. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\0]/g, ' ')
}
