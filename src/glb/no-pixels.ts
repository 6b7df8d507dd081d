/**
 * Stands in for the picture packages of `@gltf-transform/functions` in the page. They compile code from strings as they
 * load, which the page's content security policy rightly refuses; here the browser's own canvas redraws pictures.
 */
const refuse = (): never => {
  throw new Error('The page does not work on pictures this way.')
}

export const getPixels = refuse
export const savePixels = refuse
export const lanczos2 = refuse
export const lanczos3 = refuse
export default refuse
