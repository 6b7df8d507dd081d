/*
 * What is to be known of a model beside its weights. The bundled one is u2netp, the small version of U²-Net (Qin et al.,
 * "U²-Net: Going deeper with nested U-structure for salient object detection", 2020; Apache-2.0).
 */
import { createRequire } from 'node:module'

export type Rgb = readonly [red: number, green: number, blue: number]

export interface ModelSpec {
  /** The ONNX file. */
  readonly file: string
  /** Of the file, where it is known. */
  readonly sha256: string | null
  /** Size that every picture is brought to for it, px. */
  readonly width: number
  readonly height: number
  /** Of the channels over the pictures that it was taught with, as parts of the brightest value. */
  readonly mean: Rgb
  readonly deviation: Rgb
  /** Name of the output that is looked at; null for the first. */
  readonly output: string | null
}

/** @throws when the package with the weights is not installed */
export function bundledModel(): ModelSpec {
  return {
    file: createRequire(import.meta.url).resolve('u2netp/u2netp.onnx'),
    sha256: '309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8',
    width: 320,
    height: 320,
    mean: [0.485, 0.456, 0.406],
    deviation: [0.229, 0.224, 0.225],
    output: null,
  }
}
