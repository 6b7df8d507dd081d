/** Several pictures that were given together: each becomes a session of its own, one upload at a time, in their order. */

export type Place =
  | { readonly is: 'waiting' }
  | { readonly is: 'sending'; readonly uploadId: string }
  | { readonly is: 'sent'; readonly code: string }
  | { readonly is: 'refused'; readonly reason: string }

export interface BatchPicture {
  readonly id: string
  readonly name: string
  readonly file: File
  readonly place: Place
  /** The artist has said that it may be sent, though that may cost credits. */
  readonly agreed: boolean
}

export type Batch = readonly BatchPicture[]

export type BatchAction =
  | { readonly do: 'add'; readonly pictures: readonly Pick<BatchPicture, 'id' | 'name' | 'file'>[] }
  /** To all that wait by now, and to none that comes later. */
  | { readonly do: 'agree' }
  | { readonly do: 'place'; readonly id: string; readonly place: Place }
  /** Takes out what still waits: one, or all. */
  | { readonly do: 'take out'; readonly id: string | null }
  /** Takes out one whose upload the artist has given up. */
  | { readonly do: 'give up'; readonly id: string }
  /** Leaves what has ended. */
  | { readonly do: 'clear' }

const hasEnded = ({ place: { is } }: BatchPicture): boolean => is === 'sent' || is === 'refused'

export function batchAfter(batch: Batch, action: BatchAction): Batch {
  switch (action.do) {
    case 'add':
      return [
        ...batch,
        ...action.pictures.map((picture): BatchPicture => ({ ...picture, place: { is: 'waiting' }, agreed: false })),
      ]
    case 'agree':
      return batch.map((picture) => (picture.place.is === 'waiting' ? { ...picture, agreed: true } : picture))
    case 'place':
      return batch.map((picture) => (picture.id === action.id ? { ...picture, place: action.place } : picture))
    case 'take out':
      return batch.filter(({ id, place }) => place.is !== 'waiting' || (action.id !== null && action.id !== id))
    case 'give up':
      return batch.filter(({ id }) => id !== action.id)
    case 'clear':
      return batch.filter((picture) => !hasEnded(picture))
  }
}

export const isRunning = (batch: Batch): boolean => batch.some((picture) => !hasEnded(picture))

/** What waits for the artist's word, unless sending is free. */
export const unagreed = (batch: Batch, free: boolean): Batch =>
  free ? [] : batch.filter(({ place, agreed }) => place.is === 'waiting' && !agreed)

/** The picture to send now: the first that waits and may be sent, while no other one is being sent. */
export const nextIn = (batch: Batch, free: boolean): BatchPicture | null =>
  batch.some(({ place }) => place.is === 'sending')
    ? null
    : (batch.find(({ place, agreed }) => place.is === 'waiting' && (free || agreed)) ?? null)

export const namesWaiting = (batch: Batch): readonly string[] =>
  batch.flatMap(({ name, place }) => (place.is === 'waiting' ? [name] : []))

export const counted = (count: number): string => (count === 1 ? '1 picture' : `${count} pictures`)

/** `Sending picture 2 of 4`; when all have ended, `3 pictures sent, 1 not sent`. */
export function batchTitle(batch: Batch): string {
  const sent = batch.filter(({ place }) => place.is === 'sent').length
  const ended = batch.filter(hasEnded).length
  if (ended < batch.length) return `Sending picture ${ended + 1} of ${batch.length}`
  return ended === sent ? `${counted(sent)} sent` : `${counted(sent)} sent, ${ended - sent} not sent`
}
