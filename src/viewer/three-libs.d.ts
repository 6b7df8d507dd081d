declare module 'three/addons/libs/basis/basis_transcoder.js' {
  const BASIS: unknown
  export default BASIS
}

declare module 'three/addons/libs/draco/gltf/draco_wasm_wrapper.js' {
  const createDecoder: (options: { readonly wasmBinary: ArrayBuffer }) => Promise<unknown>
  export default createDecoder
}
