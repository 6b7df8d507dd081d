interface UsdSpec {
  readonly specType: number
  readonly fields: Record<string, unknown>
}

interface UsdLayer {
  readonly specsByPath: Record<string, UsdSpec>
}

declare module 'three/addons/loaders/usd/USDAParser.js' {
  export class USDAParser {
    parseData(text: string): UsdLayer
  }
}

declare module 'three/addons/loaders/usd/USDCParser.js' {
  export class USDCParser {
    parseData(bytes: ArrayBuffer): UsdLayer
  }
}

declare module 'three/addons/loaders/usd/USDComposer.js' {
  import type { Group, Mesh, Texture } from 'three'

  export class USDComposer {
    compose(
      root: UsdLayer,
      assets: Readonly<Record<string, UsdLayer | string>>,
      variants: Readonly<Record<string, string>>,
      basePath: string,
    ): Group
    _buildMesh(path: string, spec: UsdSpec): Mesh
    _getAttributes(path: string): Record<string, unknown>
    _triangulateIndicesWithPattern(
      indices: readonly number[],
      counts: readonly number[],
      points: readonly number[],
    ): { readonly indices: readonly number[] }
    _expandAttribute(values: ArrayLike<number>, indices: readonly number[], width: number): readonly number[]
    _getWrapMode(wrap: unknown): Texture['wrapS']
    _createTextureFromData(
      data: unknown,
      attributes: Record<string, unknown> | null,
      transform: object | null,
    ): Texture | null
  }
}
