import { readFile, writeFile } from 'node:fs/promises'
import { ROOMS } from '../fixtures/rooms.ts'

type Table = Readonly<Record<string, readonly string[]>>

const README = 'README.md'
const BEGIN = '<!-- Drawn by `npm run rooms` from test/fixtures/rooms.ts -->'
const END = '<!-- End of the rooms -->'

/** Every room that a room reaches, over however many others. */
function reach(table: Table, room: string, found = new Set<string>()): Set<string> {
  for (const next of table[room] ?? []) {
    if (found.has(next)) continue
    found.add(next)
    reach(table, next, found)
  }
  return found
}

/** The rooms that a room opens, without those that it reaches over another of them as well (a transitive reduction). */
function directly(table: Table, room: string): readonly string[] {
  const opened = table[room] ?? []
  return opened.filter((one) => !opened.some((other) => other !== one && reach(table, other).has(one)))
}

/** The rooms as a Mermaid flowchart, which GitHub draws: those of the page, those of the server, and those of both. */
export function roomsChart(table: Table): string {
  const [page, server] = [reach(table, 'app').add('app'), reach(table, 'server').add('server')]
  const rooms = Object.keys(table).toReversed()
  const groups = [
    ['the page', rooms.filter((room) => page.has(room) && !server.has(room))],
    ['the server', rooms.filter((room) => server.has(room) && !page.has(room))],
    ['shared', rooms.filter((room) => server.has(room) === page.has(room))],
  ] as const
  return [
    'flowchart TB',
    ...groups.flatMap(([title, names]) =>
      [`  subgraph ${title.replace(' ', '-')}["${title}"]`].concat(
        names.map((name) => `    ${name}`),
        '  end',
      ),
    ),
    ...rooms.flatMap((room) => directly(table, room).map((other) => `  ${room} --> ${other}`)),
  ].join('\n')
}

/** README with the picture of the rooms as it should be. Throws when README has no place for it. */
export function withRooms(readme: string, table: Table = ROOMS): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`${README} has no place for the rooms: it lacks "${BEGIN}" or "${END}"`)
  const picture = `${BEGIN}\n\n\`\`\`mermaid\n${roomsChart(table)}\n\`\`\`\n\n`
  return readme.slice(0, begin) + picture + readme.slice(end)
}

export default async function drawRooms(): Promise<void> {
  await writeFile(README, withRooms(await readFile(README, 'utf8')))
}
