/** Wavefront OBJ with its material and texture in one zip: the form every tool since 1990 opens. v runs up in OBJ, down in glTF. */
import { encodeTexture } from '../paint/encode-texture.ts'
import type { Model } from '../paint/model.ts'
import { zip } from '../formats/zip.ts'

/** Numbers as short as float32 allows: 9 significant digits bring every float32 back bit for bit. */
const rows = (
  prefix: string,
  values: Float32Array,
  per: number,
  write: (value: number, k: number) => string,
): string => {
  const lines: string[] = []
  for (let v = 0; v < values.length; v += per) {
    let line = prefix
    for (let k = 0; k < per; k++) line += ` ${write(values[v + k]!, k)}`
    lines.push(line)
  }
  return lines.join('\n')
}

const exact = (value: number): string => String(Number(value.toPrecision(9)))
/** Five decimals by rounding, not by `toFixed`: a third of the time for a quarter of a million numbers. */
const short = (value: number): string => String(Math.round(value * 1e5) / 1e5)

/** A zip with `<name>.obj`, `<name>.mtl` and `<name>.jpg`. */
export async function writeObjZip(model: Model, name: string): Promise<Uint8Array> {
  const faces: string[] = []
  for (let k = 0; k < model.indices.length; k += 3) {
    const [a, b, c] = [model.indices[k]! + 1, model.indices[k + 1]! + 1, model.indices[k + 2]! + 1]
    faces.push(`f ${a}/${a}/${a} ${b}/${b}/${b} ${c}/${c}/${c}`)
  }
  const obj = [
    '# Plinth. Metres, Y up, front +Z.',
    `mtllib ${name}.mtl`,
    `o ${name}`,
    rows('v', model.positions, 3, exact),
    rows('vt', model.uvs, 2, (value, k) => short(k === 1 ? 1 - value : value)),
    rows('vn', model.normals, 3, short),
    `usemtl ${name}`,
    faces.join('\n'),
    '',
  ].join('\n')
  const mtl = [
    'newmtl ' + name,
    'Ka 0 0 0',
    'Kd 1 1 1',
    'Ks 0.04 0.04 0.04',
    'Ns 30',
    'illum 2',
    `map_Kd ${name}.jpg`,
    '',
  ].join('\n')
  return zip([
    { name: `${name}.obj`, data: Buffer.from(obj), deflate: true },
    { name: `${name}.mtl`, data: Buffer.from(mtl), deflate: true },
    { name: `${name}.jpg`, data: await encodeTexture(model.texture), deflate: false },
  ])
}
