import type { GLTF } from '@gltf-transform/core'
import { entriesOf, isObject, type Mending } from './mending.ts'

type Animation = GLTF.IAnimation
type Sampler = GLTF.IAnimationSampler
type Channel = GLTF.IAnimationChannel

const WAYS = new Set<unknown>(['LINEAR', 'STEP', 'CUBICSPLINE'])
/** What a channel may move, and the type of its keys; `weights` has as many numbers as the mesh has targets. */
const PATHS: Readonly<Record<string, string>> = {
  translation: 'VEC3',
  rotation: 'VEC4',
  scale: 'VEC3',
  weights: 'SCALAR',
}

const nameOf = (animation: Animation, index: number): string =>
  typeof animation.name === 'string' && animation.name !== '' ? `“${animation.name}”` : String(index + 1)

/** The way between keys that their number shows: a cubic spline has three values for each moment. */
function wayOf(
  { input, output }: Sampler,
  accessors: readonly GLTF.IAccessor[],
  path: string | undefined,
): 'CUBICSPLINE' | 'LINEAR' {
  const [moments = 0, values = 0] = [accessors[input]?.count, accessors[output]?.count]
  return path !== 'weights' && values === 3 * moments ? 'CUBICSPLINE' : 'LINEAR'
}

/** Whether a channel can be played at all. */
function isPlayable({ target }: Channel, sampler: Sampler | undefined, { json }: Mending): boolean {
  if (!isObject(target) || !isObject(sampler)) return false
  if (isObject(target.extensions)) return true
  const { accessors = [], nodes = [] } = json
  const [input, output, type] = [accessors[sampler.input], accessors[sampler.output], PATHS[target.path]]
  if (!isObject(input) || !isObject(output) || type === undefined || output.type !== type) return false
  if (target.node !== undefined && !isObject(nodes[target.node])) return false
  const each = sampler.interpolation === 'CUBICSPLINE' ? 3 : 1
  const [moments, values] = [Number(input.count) * each, Number(output.count)]
  return moments > 0 && (type === 'SCALAR' ? values % moments === 0 : values === moments)
}

/** Leaves out what no channel uses, and numbers the rest anew. */
function keepUsed(animation: Animation, channels: readonly Channel[]): void {
  const used = [...new Set(channels.map(({ sampler }) => sampler))].toSorted((a, b) => a - b)
  animation.samplers = used.map((index) => animation.samplers[index]!)
  animation.channels = channels.map((channel) => ({ ...channel, sampler: used.indexOf(channel.sampler) }))
}

function mendOne(animation: Animation, index: number, mending: Mending): boolean {
  const { json, note } = mending
  const samplers = Array.isArray(animation.samplers) ? animation.samplers : []
  const channels = entriesOf(animation.channels).map(([, channel]) => channel)
  for (const [at, sampler] of entriesOf(samplers)) {
    if (sampler.interpolation === undefined || WAYS.has(sampler.interpolation)) continue
    const path = channels.find((channel) => channel.sampler === at)?.target?.path as string | undefined
    sampler.interpolation = wayOf(sampler, json.accessors ?? [], path)
    note(
      `Animation ${nameOf(animation, index)} does not say in a known way how it moves between its keys; it is taken for ${sampler.interpolation === 'LINEAR' ? 'straight lines' : 'splines'}.`,
    )
  }
  const playable = channels.filter((channel) => isPlayable(channel, samplers[channel.sampler], mending))
  const lost = (Array.isArray(animation.channels) ? animation.channels.length : 0) - playable.length
  if (lost === 0 && playable.length > 0) return true
  if (channels.length === 0) note()
  else
    note(
      playable.length === 0
        ? `Animation ${nameOf(animation, index)} could not be read and is left out.`
        : `${lost === 1 ? 'One track' : `${lost} tracks`} of animation ${nameOf(animation, index)} could not be read and ${lost === 1 ? 'is' : 'are'} left out.`,
    )
  keepUsed(animation, playable)
  return playable.length > 0
}

/** Leaves out of animations what cannot be played: unknown targets, missing keys, keys of another number or type. */
export function mendAnimations(mending: Mending): void {
  const { json } = mending
  if (json.animations === undefined) return
  json.animations = entriesOf(json.animations).flatMap(([index, animation]) =>
    mendOne(animation, index, mending) ? [animation] : [],
  )
  if (json.animations.length === 0) delete json.animations
}
