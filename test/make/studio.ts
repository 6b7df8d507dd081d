import * as three from 'three'

/**
 * A photographer's table: one large softbox at the upper left, a dome of sky, a strip light on the right. Light is
 * summed over many passes, each with its own shadowed rays and its own sub-pixel camera shift, so shadows are as soft as
 * the lamps are large, corners are dark as they should be, and edges are smooth.
 */
const SHADOW_SIZE = 1024
const HALF_FIELD_RAD = (6 * Math.PI) / 180

/** Changes a chunk of three's own shader; a three that no longer has the text must not go unnoticed. */
function patch(chunk: keyof typeof three.ShaderChunk, from: string, to: string) {
  if (!three.ShaderChunk[chunk].includes(from)) throw new Error(`three's ${chunk} has changed: no ${from}`)
  three.ShaderChunk[chunk] = three.ShaderChunk[chunk].replaceAll(from, to)
}

// Ambient light comes from the dome with its shadows, so the environment adds reflections only; and the lamps' rays add
// only a wide gloss, since a sharp one would show each ray as a spot: sharp gloss is the environment's.
patch('lights_fragment_maps', 'iblIrradiance += getIBLIrradiance( geometryNormal );', '')
patch(
  'lights_physical_pars_fragment',
  'clearcoatSpecularDirect += ccIrradiance',
  'clearcoatSpecularDirect += 0.0 * ccIrradiance',
)
patch(
  'lights_physical_pars_fragment',
  'BRDF_GGX( directLight.direction, geometryViewDir, geometryNormal, material )',
  'BRDF_GGX( directLight.direction, geometryViewDir, geometryNormal, glossOf( material ) )',
)
patch(
  'lights_physical_pars_fragment',
  'void RE_Direct_Physical(',
  `PhysicalMaterial glossOf( const in PhysicalMaterial material ) {
    PhysicalMaterial wide = material;
    wide.roughness = max( material.roughness, 0.6 );
    return wide;
  }
  void RE_Direct_Physical(`,
)

/** Radical inverse: a sequence that fills [0, 1) evenly and is the same on each run. */
function halton(index: number, base: number): number {
  let [fraction, result] = [1, 0]
  for (let i = index; i > 0; i = Math.floor(i / base)) {
    fraction /= base
    result += fraction * (i % base)
  }
  return result
}

/** An even number in [0, 1) spread as a tent over [-1, 1]: a pixel filter with softer stairs than a box, no ringing. */
const tent = (t: number): number => (t < 0.5 ? Math.sqrt(2 * t) - 1 : 1 - Math.sqrt(2 - 2 * t))

/** The lamps as a reflection sees them. */
function reflections(renderer: three.WebGLRenderer): three.Texture {
  const room = new three.Scene()
  room.background = new three.Color(0.16, 0.17, 0.19)
  const lamp = (x: number, y: number, z: number, width: number, height: number, strength: number, tint: number) => {
    const colour = new three.Color(tint).multiplyScalar(strength)
    const mesh = new three.Mesh(
      new three.PlaneGeometry(width, height),
      new three.MeshBasicMaterial({ color: colour, side: three.DoubleSide }),
    )
    mesh.position.set(x, y, z)
    mesh.lookAt(0, 0, 0)
    room.add(mesh)
  }
  lamp(-5, 5, 5, 4.5, 4.5, 7, 0xfff3e2)
  lamp(7, 1.5, 2, 1.6, 6, 4, 0xdfeaff)
  lamp(0, 8, 0, 7, 5, 1.4, 0xf4f6ff)
  lamp(0, -6, 3, 10, 6, 0.35, 0xffe8d0)
  lamp(-7, 0, -3, 2, 6, 2.2, 0xffffff)
  const generator = new three.PMREMGenerator(renderer)
  const texture = generator.fromScene(room, 0.01, 0.1, 100).texture
  generator.dispose()
  return texture
}

function shadowed(intensity: number): three.DirectionalLight {
  const light = new three.DirectionalLight(0xffffff, intensity)
  light.castShadow = true
  light.shadow.mapSize.set(SHADOW_SIZE, SHADOW_SIZE)
  light.shadow.bias = -0.0006
  light.shadow.normalBias = 0.012
  Object.assign(light.shadow.camera, { left: -1.7, right: 1.7, top: 1.7, bottom: -1.7, near: 1, far: 15 })
  return light
}

/** Points the two lamps of one pass: a place on the softbox, and a direction of the dome. */
function aim(pass: number, softbox: three.DirectionalLight, dome: three.DirectionalLight) {
  const [u, v] = [halton(pass, 2), halton(pass, 3)]
  softbox.position.set(-4.6 + (u - 0.5) * 4.2, 5.4 + (v - 0.5) * 3.4, 5.2 + (u + v - 1) * 1.5).setLength(8)
  const [angle, rise] = [2 * Math.PI * halton(pass, 5), halton(pass, 7) * 1.25 - 0.25]
  const across = Math.sqrt(1 - rise * rise)
  dome.position.set(Math.cos(angle) * across, rise, Math.sin(angle) * across).setLength(8)
  // Cool from above, a warm and weaker bounce of the table from below.
  if (rise > 0) dome.color.setRGB(0.9, 0.96, 1.06)
  else dome.color.setRGB(0.5, 0.43, 0.36)
}

const quadVertex = 'void main() { gl_Position = vec4(position.xy, 0.0, 1.0); }'
const addFragment = `
uniform sampler2D picture; uniform float weight;
void main() { gl_FragColor = texelFetch(picture, ivec2(gl_FragCoord.xy), 0) * weight; }`
// Khronos PBR Neutral keeps the hues of painted things; the sum is divided by its coverage first, so an edge pixel
// has the object's own colour and no dark seam.
const developFragment = `
uniform sampler2D picture; uniform float exposure;
vec3 neutral(vec3 c) {
  float x = min(c.r, min(c.g, c.b));
  c -= x < 0.08 ? x - 6.25 * x * x : 0.04;
  float peak = max(c.r, max(c.g, c.b));
  if (peak < 0.76) return c;
  float d = 0.24, newPeak = 1.0 - d * d / (peak + d - 0.76);
  c *= newPeak / peak;
  return mix(c, vec3(newPeak), 1.0 - 1.0 / (0.15 * (peak - newPeak) + 1.0));
}
void main() {
  vec4 sum = texelFetch(picture, ivec2(gl_FragCoord.xy), 0);
  vec3 c = neutral(sum.rgb / max(sum.a, 1e-4) * exposure);
  c = mix(c * 12.92, 1.055 * pow(max(c, 0.0), vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
  gl_FragColor = vec4(c, sum.a);
}`

function fullScreen(fragmentShader: string, uniforms: Record<string, three.IUniform>, additive: boolean): three.Mesh {
  const blending = additive
    ? {
        blending: three.CustomBlending,
        blendSrc: three.OneFactor,
        blendDst: three.OneFactor,
        blendEquation: three.AddEquation,
      }
    : { blending: three.NoBlending }
  const material = new three.ShaderMaterial({
    vertexShader: quadVertex,
    fragmentShader,
    uniforms,
    depthTest: false,
    depthWrite: false,
    ...blending,
  })
  const mesh = new three.Mesh(new three.PlaneGeometry(2, 2), material)
  mesh.frustumCulled = false
  return mesh
}

/** Photographs an object of about 2.2 units from straight ahead with a long lens: RGBA bytes, rows from the bottom. */
export function photograph(object: three.Object3D, size: number, exposure: number, passes: number): Uint8Array {
  const renderer = new three.WebGLRenderer({ antialias: false, alpha: true })
  renderer.setSize(size, size, false)
  renderer.setClearColor(0x000000, 0)
  renderer.shadowMap.enabled = true
  renderer.shadowMap.type = three.PCFShadowMap
  renderer.toneMapping = three.NoToneMapping
  const scene = new three.Scene()
  scene.environment = reflections(renderer)
  object.traverse((part) => Object.assign(part, { castShadow: true, receiveShadow: true }))
  const [softbox, dome] = [shadowed(2.3), shadowed(2.6)]
  softbox.color.setRGB(1.06, 1, 0.92)
  scene.add(object, softbox, dome)

  const box = new three.Box3().setFromObject(object)
  const middle = box.getCenter(new three.Vector3())
  const extent = box.getSize(new three.Vector3())
  const distance = (Math.max(extent.x, extent.y) * 0.54) / Math.tan(HALF_FIELD_RAD) + extent.z / 2
  const camera = new three.PerspectiveCamera((HALF_FIELD_RAD * 360) / Math.PI, 1, distance - 4, distance + 4)
  camera.position.set(middle.x, middle.y, middle.z + distance)
  for (const light of [softbox, dome]) light.target.position.copy(middle)
  scene.add(softbox.target, dome.target)

  const float = { type: three.FloatType, minFilter: three.NearestFilter, magFilter: three.NearestFilter }
  const frame = new three.WebGLRenderTarget(size, size, float)
  const sum = new three.WebGLRenderTarget(size, size, { ...float, depthBuffer: false })
  const add = fullScreen(addFragment, { picture: { value: frame.texture }, weight: { value: 1 / passes } }, true)
  const quadCamera = new three.Camera()
  for (let pass = 1; pass <= passes; pass++) {
    aim(pass, softbox, dome)
    for (const light of [softbox, dome]) light.position.add(middle)
    camera.setViewOffset(size, size, tent(halton(pass, 11)) * 0.8, tent(halton(pass, 13)) * 0.8, size, size)
    renderer.autoClear = true
    renderer.setRenderTarget(frame)
    renderer.render(scene, camera)
    renderer.autoClear = pass === 1
    renderer.setRenderTarget(sum)
    renderer.render(add, quadCamera)
  }
  const developed = new three.WebGLRenderTarget(size, size, { depthBuffer: false })
  renderer.autoClear = true
  renderer.setRenderTarget(developed)
  renderer.render(
    fullScreen(developFragment, { picture: { value: sum.texture }, exposure: { value: exposure } }, false),
    quadCamera,
  )
  const pixels = new Uint8Array(size * size * 4)
  renderer.readRenderTargetPixels(developed, 0, 0, size, size, pixels)
  for (const target of [frame, sum, developed]) target.dispose()
  renderer.dispose()
  return pixels
}
