import type { WebGLRenderer } from 'three'
import type { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import type { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js'
import { UnsafeGlbError } from '../glb/unsafe-glb-error.ts'

/** Terminates a decoder's workers; what they decoded stays. */
type End = () => void

async function giveDraco(loader: GLTFLoader): Promise<End> {
  const [{ DRACOLoader }, { default: js }, { default: wasm }] = await Promise.all([
    import('three/addons/loaders/DRACOLoader.js'),
    import('three/addons/libs/draco/gltf/draco_wasm_wrapper.js?url'),
    import('three/addons/libs/draco/gltf/draco_decoder.wasm?url'),
  ])
  const draco = new DRACOLoader().setDecoderPath({ js, wasm }).setWorkerLimit(2)
  loader.setDRACOLoader(draco)
  return () => draco.dispose()
}

async function giveMeshopt(loader: GLTFLoader): Promise<End> {
  const { MeshoptDecoder } = await import('three/addons/libs/meshopt_decoder.module.js')
  const unpack: typeof MeshoptDecoder.decodeGltfBufferAsync = (...packed) =>
    MeshoptDecoder.decodeGltfBufferAsync(...packed).catch((cause: unknown) => {
      throw new UnsafeGlbError(
        'The mesh file is damaged: its packed data cannot be unpacked. Download it again, or generate again.',
        { cause },
      )
    })
  loader.setMeshoptDecoder({ ...MeshoptDecoder, decodeGltfBufferAsync: unpack })
  return () => {}
}

/**
 * Tells a KTX2Loader which compressed formats this graphics card reads. It asks a renderer, but any WebGL 2 context
 * knows.
 */
function detectFormats(ktx2: KTX2Loader): void {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2')
  const get = (name: string): unknown => gl?.getExtension(name) ?? null
  ktx2.detectSupport({ extensions: { has: (name: string) => get(name) !== null, get } } as unknown as WebGLRenderer)
  gl?.getExtension('WEBGL_lose_context')?.loseContext()
}

async function giveKtx2(loader: GLTFLoader): Promise<End> {
  const { Ktx2Reader } = await import('./ktx2-reader.ts')
  const ktx2 = new Ktx2Reader().setWorkerLimit(2)
  detectFormats(ktx2)
  loader.setKTX2Loader(ktx2)
  return () => ktx2.dispose()
}

const DECODERS: Readonly<Record<string, (loader: GLTFLoader) => Promise<End>>> = {
  KHR_draco_mesh_compression: giveDraco,
  EXT_meshopt_compression: giveMeshopt,
  KHR_meshopt_compression: giveMeshopt,
  KHR_texture_basisu: giveKtx2,
}

/**
 * Gives a loader the decoders that a file's extensions need, fetched from this page's own server when they are needed.
 * Call the returned function once the file is loaded.
 */
export async function giveDecoders(loader: GLTFLoader, extensionsUsed: readonly string[]): Promise<End> {
  const givers = new Set(extensionsUsed.flatMap((name) => DECODERS[name] ?? []))
  const ends = await Promise.all([...givers].map((give) => give(loader)))
  return () => ends.forEach((end) => end())
}
