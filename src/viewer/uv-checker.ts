import { CanvasTexture, RepeatWrapping, SRGBColorSpace } from 'three'

const CELLS = 8
const CELL_PX = 96

/**
 * Eight columns of hues by eight rows, light and dark in turn. Each square has a name, so mirrored and turned islands
 * are easy to see.
 */
export function uvChecker(): CanvasTexture<OffscreenCanvas> {
  const canvas = new OffscreenCanvas(CELLS * CELL_PX, CELLS * CELL_PX)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('This browser cannot draw on a canvas.')
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.font = `600 ${CELL_PX * 0.36}px sans-serif`
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      const odd = (row + column) % 2 === 1
      const hue = (column * 360) / CELLS + row * 6
      pen.fillStyle = `hsl(${hue} ${odd ? 45 : 30}% ${odd ? 42 : 78}%)`
      pen.fillRect(column * CELL_PX, row * CELL_PX, CELL_PX, CELL_PX)
      pen.fillStyle = odd ? 'rgb(255 255 255 / 85%)' : 'rgb(0 0 0 / 65%)'
      pen.fillText(`${'ABCDEFGH'[row]}${column + 1}`, (column + 0.5) * CELL_PX, (row + 0.53) * CELL_PX)
    }
  }
  const texture = new CanvasTexture(canvas)
  texture.colorSpace = SRGBColorSpace
  texture.wrapS = texture.wrapT = RepeatWrapping
  // In glTF v runs downwards, as on the canvas.
  texture.flipY = false
  texture.anisotropy = 8
  return texture
}
