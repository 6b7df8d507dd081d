/**
 * Stands in for the picture packages of `@gltf-transform/functions` in the page. They compile code from strings as they load, which
 * the page's policy rightly refuses; pictures are redrawn by the browser's own canvas here.
 */
const refuse = (): never => {
  throw new Error('Pictures are not worked on this way in the page.')
}

export const getPixels = refuse
export const savePixels = refuse
export const lanczos2 = refuse
export const lanczos3 = refuse
export default refuse
