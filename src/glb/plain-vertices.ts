import {
  BufferUtils,
  Extension,
  PropertyType,
  type GLTF,
  type ReaderContext,
  type WriterContext,
} from '@gltf-transform/core'

const [ATTRIBUTES, ARRAY_BUFFER] = ['ARRAY_BUFFER', 34962]

/**
 * Writes vertex attributes as whole arrays. glTF-Transform's own writer copies them number by number, which takes
 * longer than everything else in a refit. It is an extension only because that is where glTF-Transform lets others
 * write; `write-glb.ts` takes its name out of the file again.
 */
export class PlainVertices extends Extension {
  static override readonly EXTENSION_NAME = 'PLINTH_plain_vertices'
  override readonly extensionName = PlainVertices.EXTENSION_NAME
  override readonly prewriteTypes: PropertyType[] = [PropertyType.ACCESSOR]
  readonly #views = new Map<GLTF.IAccessor, Uint8Array>()

  override read(_: ReaderContext): this {
    return this
  }

  override prewrite(context: WriterContext): this {
    const accessors = (context.jsonDoc.json.accessors ??= [])
    for (const accessor of this.document.getRoot().listAccessors()) {
      const [array, buffer] = [accessor.getArray(), accessor.getBuffer()]
      // glTF 2.0 §3.6.2.4: elements of attributes start at multiples of four bytes.
      const aligned = (accessor.getElementSize() * accessor.getComponentSize()) % 4 === 0
      if (
        !array ||
        !buffer ||
        !aligned ||
        accessor.getSparse() ||
        context.accessorIndexMap.has(accessor) ||
        context.getAccessorUsage(accessor) !== ATTRIBUTES
      )
        continue
      const [def, view] = [context.createAccessorDef(accessor), BufferUtils.toView(array)]
      context.accessorIndexMap.set(accessor, accessors.length)
      accessors.push(def)
      this.#views.set(def, view)
      context.otherBufferViews.set(buffer, [...(context.otherBufferViews.get(buffer) ?? []), view])
    }
    return this
  }

  override write(context: WriterContext): this {
    for (const [def, view] of this.#views) {
      const index = context.otherBufferViewsIndexMap.get(view)
      const bufferView = index === undefined ? undefined : context.jsonDoc.json.bufferViews?.[index]
      if (index === undefined || !bufferView) throw new Error('A vertex attribute was not written.')
      def.bufferView = index
      bufferView.target = ARRAY_BUFFER
    }
    this.#views.clear()
    return this
  }
}
