import type { CreateRequest } from '../contract/create-request.ts'

/** A multiple of 3, so that each slice is base64 by itself (RFC 4648, section 4); so much takes a slow machine a few milliseconds. */
const SLICE_BYTES = 3 << 17

function base64Of(slice: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result).split(',')[1] ?? ''))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The file could not be read.')))
    reader.readAsDataURL(slice)
  })
}

/**
 * A create request whose `image_url` is a file as a data URL, as JSON in UTF-8. It is written slice by slice, so that nothing else has to wait
 * while a large picture is sent. Rejects when the file cannot be read.
 */
export async function createBody(
  file: Blob,
  fields: Omit<CreateRequest, 'image_url'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder()
  const head = encoder.encode(`{"image_url":"data:${file.type || 'application/octet-stream'};base64,`)
  const tail = encoder.encode(`",${JSON.stringify(fields).slice(1)}`)
  const body = new Uint8Array(head.length + 4 * Math.ceil(file.size / 3) + tail.length)
  body.set(head)
  let end = head.length
  for (let at = 0; at < file.size; at += SLICE_BYTES)
    end += encoder.encodeInto(await base64Of(file.slice(at, at + SLICE_BYTES)), body.subarray(end)).written
  body.set(tail, end)
  return body
}
