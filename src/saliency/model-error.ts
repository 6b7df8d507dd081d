/** Why a model sees nothing: what runs models does not load here, or this model is not one that can be used. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  readonly of: 'runtime' | 'model'

  constructor(of: 'runtime' | 'model', message: string, options?: ErrorOptions) {
    super(message, options)
    this.of = of
  }
}
