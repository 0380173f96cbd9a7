export const USAGE = `parley listen: follow the events of a Parley server, and hand them on to a receiver on this machine.

  parley listen --forward-to http://localhost:3000/hook

  --forward-to URL   post every event there, signed as Standard Webhooks asks; without it they are only printed
  --server URL       the Parley server            (or PARLEY_URL; default http://localhost:8080)
  --key KEY          API key                      (or PARLEY_API_KEY)
  --bus NAME         whose events                 (default parley: all there are)
  --pattern JSON     only events that match       ({"type":[{"prefix":"io.parley.Participant"}]})
  --after CURSOR     go on behind a cursor        (default: from now on)
  --secret whsec_…   what to sign with            (or PARLEY_WEBHOOK_SECRET; drawn and printed if absent)
  --json             print events as JSON, one a line

Each event is posted once; nothing is repeated when the receiver fails. Ctrl-C ends.`
