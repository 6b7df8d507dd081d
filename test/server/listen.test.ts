import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { listen, type Listening } from '../../src/server/listen.ts'

const open: Listening[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

async function serve(
  fetch: (request: Request) => Response | Promise<Response> = async (request) =>
    new Response(`${request.url} ${await request.text()}`),
) {
  const listening = await listen({ host: '127.0.0.1', port: 0, fetch })
  open.push(listening)
  return listening
}

/** Sends a text as it is, and returns everything that comes back until the server closes. */
const raw = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk) => {
      heard += chunk.toString()
    })
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
  })

describe('a raw socket', () => {
  it.each([
    ['a foreign Host', (_port: number) => 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', '403'],
    [
      'a Host that begins like ours',
      (port: number) => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}.evil.example\r\nConnection: close\r\n\r\n`,
      '403',
    ],
    [
      'two Hosts',
      (port: number) => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
      '403',
    ],
    ['no Host', (_port: number) => 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', '400'],
    [
      'an absolute address',
      (port: number) => `GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
      '403',
    ],
    [
      'a length and chunks at once',
      (port: number) =>
        `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      '400',
    ],
    [
      'two lengths',
      (port: number) =>
        `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc`,
      '400',
    ],
    [
      'headers folded over lines',
      (port: number) =>
        `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX: a\r\n b\r\nTransfer-Encoding : chunked\r\n\r\n`,
      '400',
    ],
  ])('with %s is turned away', async (_what, request, status) => {
    const { port } = await serve()
    expect(await raw(port, request(port))).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })

  it('with the right name is answered', async () => {
    const { port } = await serve()
    expect(await raw(port, `GET /x HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`)).toContain(
      `http://localhost:${port}/x`,
    )
  })
})

describe('a server under strain', () => {
  it('answers while 200 sockets send nothing more', async () => {
    const { port } = await serve()
    const slow = Array.from({ length: 200 }, () => connect(port, '127.0.0.1'))
    await Promise.all(
      slow.map(
        (socket) => new Promise((resolve) => socket.on('error', () => {}).write('GET / HTTP/1.1\r\nHost: lo', resolve)),
      ),
    )
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => fetch(`http://127.0.0.1:${port}/`).then(({ status }) => status)),
    )
    expect(answers).toEqual(Array(40).fill(200))
    for (const socket of slow) socket.destroy()
  })

  it('tells the handler when the browser leaves', async () => {
    const told = new EventTarget()
    const left = new Promise<void>((resolve) => told.addEventListener('left', () => resolve()))
    const { port } = await serve(
      (request) =>
        new Promise((resolve) => {
          request.signal.addEventListener('abort', () => {
            told.dispatchEvent(new Event('left'))
            resolve(new Response('late'))
          })
          socket.destroy()
        }),
    )
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET / HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`))
    await expect(left).resolves.toBeUndefined()
  })

  it('says when its port is taken', async () => {
    const { port } = await serve()
    await expect(listen({ host: '127.0.0.1', port, fetch: () => new Response('') })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
  })
})
