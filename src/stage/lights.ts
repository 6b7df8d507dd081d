import { BackSide, BufferAttribute, Color, IcosahedronGeometry, Mesh, MeshBasicMaterial, Scene } from 'three'
import { RoomEnvironment } from 'three/addons/environments/RoomEnvironment.js'

/** Surroundings to judge a surface in: what it reflects, and the one light that casts a shadow. */
export interface Light {
  readonly name: string
  /** Makes the scene that is reflected; the caller disposes it. */
  readonly surroundings: () => { readonly scene: Scene; readonly dispose: () => void }
  readonly reflected: number
  readonly key: { readonly colour: string; readonly strength: number }
  readonly fill: { readonly sky: string; readonly ground: string; readonly strength: number }
}

type Linear = readonly [red: number, green: number, blue: number]

/** A dome shaded from the ground over the horizon to the zenith, in linear light; 1 is a white wall. */
function dome(ground: Linear, horizon: Linear, zenith: Linear) {
  const geometry = new IcosahedronGeometry(10, 12)
  const positions = geometry.getAttribute('position')
  const colours = new Float32Array(positions.count * 3)
  const colour = new Color()
  const [below, level, above] = [ground, horizon, zenith].map((linear) => new Color(...linear)) as [Color, Color, Color]
  for (let vertex = 0; vertex < positions.count; vertex++) {
    const height = positions.getY(vertex) / 10
    // The ground ends at the horizon; the sky pales towards it.
    colour.lerpColors(level, height < 0 ? below : above, Math.min(1, height < 0 ? -height * 6 : height ** 0.6))
    colour.toArray(colours, vertex * 3)
  }
  geometry.setAttribute('color', new BufferAttribute(colours, 3))
  const material = new MeshBasicMaterial({ vertexColors: true, side: BackSide, toneMapped: false })
  const scene = new Scene().add(new Mesh(geometry, material))
  const dispose = () => {
    geometry.dispose()
    material.dispose()
  }
  return { scene, dispose }
}

function room() {
  const scene = new RoomEnvironment()
  return { scene, dispose: () => scene.dispose() }
}

/** All of them made by code, so nothing is downloaded. */
export const LIGHTS = {
  studio: {
    name: 'Studio',
    surroundings: room,
    reflected: 0.55,
    key: { colour: '#ffffff', strength: 1.7 },
    fill: { sky: '#ffffff', ground: '#8a8378', strength: 0.5 },
  },
  // Nearly even and without a tint: colours look as painted.
  neutral: {
    name: 'Neutral',
    surroundings: () => dome([0.7, 0.7, 0.7], [0.95, 0.95, 0.95], [1.15, 1.15, 1.15]),
    reflected: 0.95,
    key: { colour: '#ffffff', strength: 0.45 },
    fill: { sky: '#ffffff', ground: '#ffffff', strength: 0 },
  },
  // A low sun in a clear sky above dry ground.
  outdoor: {
    name: 'Outdoor',
    surroundings: () => dome([0.2, 0.16, 0.11], [0.85, 0.92, 1], [0.2, 0.42, 0.95]),
    reflected: 0.75,
    key: { colour: '#ffe3bd', strength: 3 },
    fill: { sky: '#cfe2ff', ground: '#7c6a52', strength: 0.25 },
  },
} as const satisfies Record<string, Light>

export type LightName = keyof typeof LIGHTS
