/**
 * Transcodes KTX2 textures as three's own worker does, but from a file on this page's server. The transcoder makes
 * functions out of text (emscripten's embind), which the page's policy rightly refuses, and only a worker with an
 * address can have a policy of its own.
 */
import BASIS from 'three/addons/libs/basis/basis_transcoder.js'
import { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js'

const { EngineFormat, EngineType, TranscoderFormat, BasisFormat, BasisWorker } = KTX2Loader as unknown as Record<
  string,
  unknown
> & { BasisWorker: () => void }

// three's worker finds what it needs by these names.
Object.assign(globalThis, {
  BASIS,
  _EngineFormat: EngineFormat,
  _EngineType: EngineType,
  _TranscoderFormat: TranscoderFormat,
  _BasisFormat: BasisFormat,
})
BasisWorker()
