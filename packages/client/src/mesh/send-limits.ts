/** Bounds of one encoding, in the words of RTCRtpEncodingParameters. Bit/s. */
export type SendLimit = { maxBitrate?: number; maxFramerate?: number; scaleResolutionDownBy: number }
export type SendLimits = { video: SendLimit; screen: SendLimit }

/** What one page uploads in all, at most, of each kind: a usual line at home carries both. */
const cameraBudget = 6_000_000
const screenBudget = 8_000_000
const leastCamera = 100_000
const leastScreen = 300_000
const mostScreen = 2_500_000

/** Text must be sharp and may be slow; beside it a face needs little. */
const screenFramerate = 15
const smallCamera = { maxBitrate: 150_000, maxFramerate: 15, scaleResolutionDownBy: 4 }

/** A mesh encodes and uploads once for each other page, so each gets its part. `maxBitrate`: the server's bound for one picture. */
export const sendLimits = ({
  pairs,
  maxBitrate,
  sharing,
}: {
  pairs: number
  maxBitrate: number | undefined
  sharing: boolean
}): SendLimits => {
  const part = (budget: number, least: number, most: number) =>
    Math.min(most, Math.max(least, Math.floor(budget / Math.max(1, pairs))))
  const camera = part(cameraBudget, leastCamera, maxBitrate ?? cameraBudget)
  return {
    video: sharing
      ? { ...smallCamera, maxBitrate: Math.min(camera, smallCamera.maxBitrate) }
      : { maxBitrate: camera, scaleResolutionDownBy: 1 },
    screen: {
      maxBitrate: part(screenBudget, leastScreen, mostScreen),
      maxFramerate: screenFramerate,
      scaleResolutionDownBy: 1,
    },
  }
}
