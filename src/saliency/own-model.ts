/*
 * A model of one's own: `name.onnx`, and beside it `name.json`, which says how its pictures are to be prepared, such as
 * { "width": 320, "height": 320, "mean": [0.485, 0.456, 0.406], "deviation": [0.229, 0.224, 0.225], "output": "mask" }
 */
import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import { parseWith } from '../contract/problems.ts'
import type { ModelSpec } from './model-spec.ts'

const sidePx = z.int().min(16).max(2048)
const part = z.number().min(0).max(1)
const spread = z.number().positive()

const descriptionSchema = z.strictObject({
  width: sidePx,
  height: sidePx,
  mean: z.tuple([part, part, part]),
  deviation: z.tuple([spread, spread, spread]),
  output: z.string().optional(),
})

/** On one line, as every wrong setting has one. */
const reasonOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).replaceAll('\n', '; ')

function fileAt(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new Error(`there is no file ${path}`)
}

/** @throws an error that names the file with the fault */
export function ownModel(file: string): ModelSpec {
  if (!/\.onnx$/i.test(file)) throw new Error(`${file} is no ONNX file: its name must end with .onnx`)
  const beside = file.replace(/\.onnx$/i, '.json')
  fileAt(file)
  fileAt(beside)
  try {
    const { output = null, ...about } = parseWith(descriptionSchema, JSON.parse(readFileSync(beside, 'utf8')))
    return { file, sha256: null, ...about, output }
  } catch (cause) {
    throw new Error(`${beside}: ${reasonOf(cause)}`, { cause })
  }
}
