/**
 * The least that two pages need to see each other: a socket that passes messages on, one peer connection, no roster, no rights,
 * no way back. Sound and picture are what Parley's page asks for, and both have them before the click.
 */
export const BARE_MESH_PAGE = `<!doctype html><button id="join" disabled>Join</button><video id="remote" autoplay muted></video>
<script type="module">
const stream = await navigator.mediaDevices.getUserMedia({
  audio: true,
  video: { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 24, max: 30 } },
})
const join = document.querySelector('#join')
const remote = document.querySelector('#remote')
join.disabled = false
join.addEventListener('click', () => {
  const clickedAt = performance.now()
  const socket = new WebSocket(location.href.replace('http', 'ws'))
  const peer = new RTCPeerConnection()
  const send = (message) => socket.send(JSON.stringify(message))
  for (const track of stream.getTracks()) peer.addTrack(track, stream)
  peer.addEventListener('icecandidate', ({ candidate }) => send({ candidate }))
  peer.addEventListener('track', ({ streams }) => {
    if (remote.srcObject === streams[0]) return
    remote.srcObject = streams[0]
    remote.requestVideoFrameCallback(() => {
      globalThis.firstFrameMs = performance.now() - clickedAt
    })
  })
  socket.addEventListener('open', () => send({ hello: true }))
  socket.addEventListener('message', async ({ data }) => {
    const { hello, description, candidate } = JSON.parse(data)
    if (hello) {
      await peer.setLocalDescription()
      send({ description: peer.localDescription })
    } else if (description) {
      await peer.setRemoteDescription(description)
      if (description.type === 'offer') {
        await peer.setLocalDescription()
        send({ description: peer.localDescription })
      }
    } else if (candidate !== undefined) await peer.addIceCandidate(candidate)
  })
})
</script>`
