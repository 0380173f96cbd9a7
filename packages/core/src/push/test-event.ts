/** Type of the event that somebody sends to a target to see what comes of it; it stands in no log. */
export const TEST_EVENT_TYPE = 'io.parley.Test.v1'
