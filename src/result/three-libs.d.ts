declare module 'three/addons/libs/basis/basis_transcoder.js' {
  const BASIS: unknown
  export default BASIS
}
