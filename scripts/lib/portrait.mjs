/**
 * Runs in a page before its own code: in place of camera and microphone it gives a drawn person who breathes and blinks, and
 * a voice when they are to speak. Chromium's own fake devices show a green clock to everybody.
 *
 * @typedef {{ skin: string, hair: string, style: 'short' | 'long' | 'bun' | 'beard', shirt: string, wall: string,
 *   shelf: string, speaks: boolean }} Persona
 * @param {Persona} persona
 */
export function drawnDevices(persona) {
  const width = 960
  const height = 540

  function picture() {
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'))
    const started = performance.now()
    const draw = () => paint(pen, (performance.now() - started) / 1000)
    draw()
    // Few pictures a second: several browsers have to encode and decode all of them at once.
    setInterval(draw, 125)
    return /** @type {MediaStreamTrack} */ (canvas.captureStream(8).getVideoTracks()[0])
  }

  /** @param {CanvasRenderingContext2D} pen @param {number} seconds */
  function paint(pen, seconds) {
    const { skin, hair, style, shirt, wall, shelf, speaks } = persona
    pen.fillStyle = wall
    pen.fillRect(0, 0, width, height)
    // A window's light from the left, a shelf at the right.
    pen.fillStyle = 'rgba(255, 255, 255, 0.16)'
    pen.fillRect(70, 0, 210, 330)
    pen.fillStyle = wall
    pen.fillRect(170, 0, 10, 330)
    pen.fillRect(70, 150, 210, 10)
    pen.fillStyle = shelf
    pen.fillRect(700, 190, 220, 12)
    pen.fillRect(700, 330, 220, 12)
    for (const [index, tall] of [64, 84, 72, 92, 60, 78].entries()) {
      pen.globalAlpha = 0.45 + (index % 3) * 0.2
      pen.fillRect(716 + index * 27, 190 - tall, 20, tall)
      if (index < 4) pen.fillRect(780 + index * 27, 330 - tall * 0.9, 20, tall * 0.9)
    }
    pen.globalAlpha = 1

    const breath = Math.sin(seconds * 1.4) * 3
    const sway = Math.sin(seconds * 0.6) * 6
    pen.save()
    pen.translate(480 + sway, 300 + breath)
    if (style === 'long') blob(pen, hair, 0, 10, 128, 190)
    pen.fillStyle = shirt
    pen.beginPath()
    pen.moveTo(-270, 300)
    pen.bezierCurveTo(-260, 150, -150, 130, -60, 112)
    pen.lineTo(60, 112)
    pen.bezierCurveTo(150, 130, 260, 150, 270, 300)
    pen.fill()
    pen.fillStyle = skin
    pen.beginPath()
    pen.roundRect(-44, 50, 88, 96, 40)
    pen.fill()
    pen.fillStyle = 'rgba(0, 0, 0, 0.10)'
    pen.beginPath()
    pen.ellipse(0, 84, 44, 22, 0, 0, Math.PI)
    pen.fill()
    if (style === 'bun') blob(pen, hair, 0, -172, 46, 42)
    blob(pen, skin, -98, -20, 18, 26)
    blob(pen, skin, 98, -20, 18, 26)
    blob(pen, skin, 0, -30, 98, 124)
    pen.fillStyle = hair
    pen.beginPath()
    pen.moveTo(-104, -30)
    pen.bezierCurveTo(-126, -214, 126, -214, 104, -30)
    pen.bezierCurveTo(92, -84, 60, -104, style === 'short' ? 10 : 0, -108)
    pen.bezierCurveTo(-50, -104, -92, -84, -104, -30)
    pen.fill()
    if (style === 'beard') {
      pen.beginPath()
      pen.moveTo(-97, -20)
      pen.bezierCurveTo(-96, 110, 96, 110, 97, -20)
      pen.bezierCurveTo(70, 34, 50, 22, 0, 24)
      pen.bezierCurveTo(-50, 22, -70, 34, -97, -20)
      pen.fill()
    }
    const blinks = seconds % 3.7 < 0.12
    for (const side of [-1, 1]) {
      blob(pen, '#2a2320', side * 38, -34, 8, blinks ? 1.5 : 9)
      pen.fillStyle = style === 'beard' || hair !== '#d8d4cf' ? hair : '#8d867e'
      pen.beginPath()
      pen.roundRect(side * 38 - 20, -60, 40, 7, 4)
      pen.fill()
    }
    pen.fillStyle = 'rgba(0, 0, 0, 0.12)'
    pen.beginPath()
    pen.roundRect(-7, -24, 14, 34, 8)
    pen.fill()
    const open = speaks ? 6 + 6 * Math.abs(Math.sin(seconds * 7)) : 0
    pen.strokeStyle = '#8c3f3a'
    pen.fillStyle = '#7a2f2c'
    pen.lineWidth = 6
    pen.lineCap = 'round'
    pen.beginPath()
    if (open > 0) pen.ellipse(0, 44, 24, open, 0, 0, Math.PI * 2)
    else pen.arc(0, 22, 30, Math.PI * 0.25, Math.PI * 0.75)
    if (open > 0) pen.fill()
    else pen.stroke()
    pen.restore()
  }

  /** @param {CanvasRenderingContext2D} pen @param {string} colour @param {number} x @param {number} y @param {number} rx @param {number} ry */
  function blob(pen, colour, x, y, rx, ry) {
    pen.fillStyle = colour
    pen.beginPath()
    pen.ellipse(x, y, rx, ry, 0, 0, Math.PI * 2)
    pen.fill()
  }

  function voice() {
    const context = new AudioContext()
    const out = context.createMediaStreamDestination()
    const loudness = context.createGain()
    loudness.gain.value = 0
    loudness.connect(out)
    for (const { hertz, share } of [
      { hertz: 180, share: 0.3 },
      { hertz: 720, share: 0.2 },
      { hertz: 1250, share: 0.15 },
    ]) {
      const tone = context.createOscillator()
      const part = context.createGain()
      tone.frequency.value = hertz
      part.gain.value = share
      tone.connect(part).connect(loudness)
      tone.start()
    }
    // Syllables: a steady tone is taken for noise.
    if (persona.speaks)
      setInterval(() => {
        loudness.gain.value = 0.5 + 0.5 * Math.sin(performance.now() / 40)
      }, 20)
    return /** @type {MediaStreamTrack} */ (out.stream.getAudioTracks()[0])
  }

  navigator.mediaDevices.getUserMedia = async ({ audio, video } = {}) =>
    new MediaStream([...(audio ? [voice()] : []), ...(video ? [picture()] : [])])
}
