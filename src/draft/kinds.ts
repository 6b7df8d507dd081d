/** A kind of thing and how high it typically is: seen from the front or from the side, it is as high. */
export interface Kind {
  readonly name: string
  readonly heightMetres: number
}

/** Sources: a 330 ml mug; DIN 68878 for chairs; ISO 7250 for stature; a C-segment car; a two-storey house. */
export const KINDS: readonly Kind[] = [
  { name: 'Mug', heightMetres: 0.095 },
  { name: 'Chair', heightMetres: 0.9 },
  { name: 'Person', heightMetres: 1.75 },
  { name: 'Car', heightMetres: 1.45 },
  { name: 'House', heightMetres: 8 },
]
