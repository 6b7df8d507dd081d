import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasEnded, isActive, isHeld, isUntaken, wishOf, type Job, type Wish } from '../../src/jobs/job.ts'
import { JobWorld, type PostFault, type Tab } from '../fixtures/job-world.ts'

const preview = (sessionCode: string, spin: number): Wish => ({
  kind: 'preview',
  sessionCode,
  request: { selected_spin_index: spin },
})

const picture = (digest: string): Wish => ({
  kind: 'create',
  sessionCode: null,
  picture: { name: digest, digest, file: new Blob([digest]) },
})

const submit = (tab: Tab, wish: Wish) => void tab.runner.submit(wish)

async function opened(): Promise<{ world: JobWorld; tab: Tab }> {
  const world = new JobWorld()
  await world.openTab()
  const [tab] = world.tabs
  if (!tab) throw new Error('no tab')
  return { world, tab }
}

const waits = ({ state }: Job) => state.is === 'unconfirmed' && state.told

/** Nothing more will happen by itself. */
const isAtRest = (world: JobWorld): boolean => {
  const jobs = world.known
  return jobs.every((job) => {
    const isBehind = jobs.some((one) => waits(one) && one.sessionCode === job.sessionCode)
    if (job.kind !== 'create' && isUntaken(job)) return false
    return hasEnded(job) || isHeld(job) || (job.state.is === 'queued' && isBehind) || waits(job)
  })
}

/** Time passes without a fault, with the page open and looking at its sessions. */
async function calm(world: JobWorld, rounds = 60): Promise<void> {
  world.faults.length = 0
  world.offline = false
  world.isFull = false
  if (world.tabs.length === 0) await world.openTab()
  for (const tab of world.tabs) await tab.runner.online()
  // What is on its way, and what the proxy and the session know of it, comes within this.
  for (let round = 0; round < 4; round++) {
    await world.pass(20_000)
    for (const tab of world.tabs) for (const code of world.codes) await world.poll(tab, code)
  }
  for (let round = 0; round < rounds && !isAtRest(world); round++) {
    await world.pass(5000)
    for (const tab of world.tabs) for (const code of world.codes) await world.poll(tab, code)
  }
}

const states = async (world: JobWorld) => (await world.kept()).map(({ state }) => state.is)

describe('requests', () => {
  it('of one session leave one after another, each when the mesh before it has been fetched', async () => {
    const { world, tab } = await opened()
    for (const spin of [0, 1, 2, 1]) submit(tab, preview('S_1', spin))
    await world.pass(1000)
    expect([world.billed.length, await states(world)]).toEqual([1, ['waiting', 'queued', 'queued']])
    await calm(world)
    const jobs = await world.kept()
    expect(jobs.map(({ state }) => state.is)).toEqual(['done', 'done', 'done'])
    for (const { id } of jobs.slice(0, 2)) expect(world.collected.get(id)).toBe(id)
  })

  it('that come when nothing is under way leave only when the last mesh has been fetched too', async () => {
    const { world, tab } = await opened()
    submit(tab, preview('S_1', 0))
    await calm(world)
    const [first] = await world.kept()
    submit(tab, preview('S_1', 1))
    await calm(world)
    expect(await states(world)).toEqual(['done', 'done'])
    expect(world.collected.get(first?.id ?? '')).toBe(first?.id)
  })

  it('of another session do not wait for one whose POST hangs', async () => {
    const { world, tab } = await opened()
    world.faults.push('lost in silence')
    submit(tab, preview('S_1', 0))
    submit(tab, preview('S_2', 0))
    await world.pass(1000)
    expect(await states(world)).toEqual(['sending', 'waiting'])
    await world.pass(70_000)
    expect(await states(world), 'after a minute nobody waits for the answer').toEqual(['queued', 'waiting'])
  })

  it('wait for the artist when the one before them ends without a mesh', async () => {
    const { world, tab } = await opened()
    world.faults.push('mesh fails')
    for (const spin of [0, 1]) submit(tab, preview('S_1', spin))
    await world.pass(100)
    await calm(world)
    expect([world.billed.length, (await world.kept())[1]?.state]).toMatchObject([1, { is: 'queued', held: {} }])
    for (const { id } of await world.kept()) await tab.runner.decide(id, 'released')
    await calm(world)
    expect(await states(world)).toEqual(['failed', 'done'])
  })

  it('can change places in the queue, and be taken out of it', async () => {
    const { world, tab } = await opened()
    for (const spin of [0, 1, 2, 3]) submit(tab, preview('S_1', spin))
    await world.pass(1000)
    const [, second, third, fourth] = await world.kept()
    await tab.runner.decide(fourth?.id ?? '', 'sooner')
    await tab.runner.decide(fourth?.id ?? '', 'sooner')
    await tab.runner.forget(third?.id ?? '')
    await calm(world)
    expect(world.billed.slice(1)).toEqual([fourth?.id, second?.id])
  })

  it('that never left the computer leave when it is online again', async () => {
    const { world, tab } = await opened()
    world.offline = true
    submit(tab, preview('S_1', 0))
    await world.pass(20_000)
    expect([world.seenByProxy.size, await states(world)]).toEqual([0, ['queued']])
    world.offline = false
    await tab.runner.online()
    await world.pass(1000)
    expect([world.billed.length, await states(world)]).toEqual([1, ['waiting']])
  })

  it('of two tabs with the same wish become one', async () => {
    const { world, tab } = await opened()
    await world.openTab()
    for (const one of [tab, ...world.tabs]) submit(one, preview('S_1', 0))
    await calm(world)
    expect([world.billed.length, await states(world)]).toEqual([1, ['done']])
  })

  it.each([0, 30_000, 120_000])(
    'of a page that goes in the same moment are sent once by the next one, %i ms later, unless that is long ago',
    async (ms) => {
      const { world, tab } = await opened()
      submit(tab, preview('S_1', 0))
      world.closeTab(tab)
      await world.pass(ms)
      expect(await world.kept(), 'too soon for the database').toEqual([])
      await world.openTab()
      await world.openTab()
      await calm(world)
      expect(world.billed).toHaveLength(ms > 60_000 ? 0 : 1)
      await world.openTab()
      await calm(world)
      expect(world.billed).toHaveLength(ms > 60_000 ? 0 : 1)
    },
  )

  it('left over from a visit long ago are not sent before the artist says so', async () => {
    const { world, tab } = await opened()
    world.faults.push('dropped upstream')
    for (const spin of [0, 1]) submit(tab, preview('S_1', spin))
    await world.pass(5000)
    world.closeTab(tab)
    await world.pass(60 * 60_000)
    await calm(world)
    expect(world.billed).toHaveLength(1)
    const [, waiting] = await world.kept()
    expect(waiting?.state).toMatchObject({ is: 'queued', held: { until: 'artist' } })
  })
})

it('a request that waits for its session over a visit long ago is not sent before the artist says so', async () => {
  const { world, tab } = await opened()
  world.requestElsewhere('S_1')
  submit(tab, preview('S_1', 0))
  await world.pass(1000)
  expect(world.known[0]?.state).toMatchObject({ held: { until: 'rest' } })
  world.closeTab(tab)
  await world.pass(60 * 60_000)
  await calm(world)
  expect([world.billed.length, world.known[0]?.state]).toMatchObject([0, { is: 'queued', held: { until: 'artist' } }])
})

describe('a mesh', () => {
  it.each([false, true])(
    'is never that of the request before, which the artist left: taken in turn %s',
    async (queues) => {
      const { world, tab } = await opened()
      world.queues = queues
      submit(tab, preview('S_1', 0))
      await world.pass(1000)
      const [first] = world.known
      await tab.runner.decide(first?.id ?? '', 'left')
      submit(tab, preview('S_1', 1))
      await world.pass(1000)
      await world.poll(tab, 'S_1')
      expect([world.billed.length, world.known[1]?.state]).toMatchObject([1, { is: 'queued', held: { until: 'rest' } }])
      await calm(world)
      const [, second] = world.known
      expect(await states(world)).toEqual(['done', 'done'])
      for (const id of [first?.id, second?.id]) expect(world.collected.get(id ?? ''), 'both are paid and kept').toBe(id)
    },
  )

  it('that came of a request which was sent again, since nobody knew, is not made twice', async () => {
    const { world, tab } = await opened()
    world.faults.push('taken unsaid')
    submit(tab, preview('S_1', 0))
    await world.pass(1000)
    const [first] = world.known
    expect(first?.state).toMatchObject({ is: 'unconfirmed', told: true })
    await tab.runner.again(first?.id ?? '')
    await calm(world)
    expect([world.billed, world.collected.get(first?.id ?? '')]).toEqual([[first?.id], first?.id])
    expect(await states(world)).toEqual(['done', 'left'])
  })

  it('is never that of another browser, though the page knows the session as it was before', async () => {
    const { world, tab } = await opened()
    await world.poll(tab, 'S_1')
    world.requestElsewhere('S_1')
    submit(tab, preview('S_1', 0))
    await calm(world)
    const [job] = world.known
    expect(world.collected.get(job?.id ?? '')).toBe(job?.id)
    world.requestElsewhere('S_1')
    await world.pass(60_000)
    submit(tab, preview('S_1', 1))
    await calm(world)
    const [, second] = world.known
    expect([second?.state.is, world.collected.get(second?.id ?? '')]).toEqual(['done', second?.id])
  })

  it('that came with nothing queued behind it is fetched and kept, on a later visit too, and never another one for it', async () => {
    const { world, tab } = await opened()
    submit(tab, preview('S_1', 0))
    await calm(world)
    const [first] = world.known
    expect([first?.state, world.collected.get(first?.id ?? '')]).toMatchObject([{ taken: true }, first?.id])
    world.canCollect = false
    submit(tab, preview('S_2', 0))
    await world.pass(20_000)
    await world.poll(tab, 'S_2')
    const second = world.known.find(({ sessionCode }) => sessionCode === 'S_2')
    expect(second?.state, 'it could not be fetched').toMatchObject({ is: 'done', taken: false })
    world.closeTab(tab)
    world.canCollect = true
    await world.openTab()
    await world.pass(1000)
    expect(world.collected.get(second?.id ?? '')).toBe(second?.id)
  })

  it('that others had replaced before a later visit is not taken for the one that was made', async () => {
    const { world, tab } = await opened()
    world.canCollect = false
    submit(tab, preview('S_1', 0))
    await world.pass(20_000)
    await world.poll(tab, 'S_1')
    world.closeTab(tab)
    world.requestElsewhere('S_1')
    await world.pass(20_000)
    world.canCollect = true
    await world.openTab()
    await world.pass(1000)
    expect([world.collected.size, world.known[0]?.state]).toMatchObject([0, { is: 'done', taken: true }])
  })
})

describe('a session that is gone', () => {
  it('ends its jobs when it is answered for as gone twice, says so, and sends nothing of its queue', async () => {
    const { world, tab } = await opened()
    for (const spin of [0, 1]) submit(tab, preview('S_1', spin))
    await world.pass(1000)
    world.remove('S_1')
    await world.poll(tab, 'S_1')
    await world.pass(10_000)
    expect(world.known.map(({ state }) => state)).toMatchObject([
      { is: 'failed', reason: expect.stringMatching(/^The session is gone/) },
      { is: 'refused', reason: expect.stringMatching(/This request was not sent\.$/) },
    ])
    submit(tab, preview('S_1', 2))
    await world.pass(10_000)
    expect([world.billed.length, world.known[2]?.state.is]).toEqual([1, 'refused'])
  })
})

describe('a picture', () => {
  it('given again while it is sent, or in the moment after it has arrived, is one session', async () => {
    const { world, tab } = await opened()
    for (let n = 0; n < 6; n++) submit(tab, picture('duck'))
    await world.pass(2000)
    submit(tab, picture('duck'))
    submit(tab, picture('vase'))
    await world.pass(2000)
    expect([world.billed.length, await states(world)]).toEqual([2, ['done', 'done']])
    await world.pass(60_000)
    submit(tab, picture('duck'))
    await world.pass(2000)
    expect(world.billed, 'later it is meant').toHaveLength(3)
  })

  it.each(['answer lost', 'answer never comes', 'taken unsaid'] satisfies PostFault[])(
    'that was paid for is found and not sent again: %s, over a reload too',
    async (fault) => {
      const { world, tab } = await opened()
      world.faults.push(fault)
      submit(tab, picture('duck'))
      await world.pass(30)
      world.closeTab(tab)
      await calm(world)
      const [job] = await world.kept()
      expect([world.billed.length, job?.state]).toMatchObject([1, { is: 'done', code: `P_${job?.id}` }])
    },
  )

  it('sent again on purpose is not taken for the session of the first time', async () => {
    const { world, tab } = await opened()
    submit(tab, picture('duck'))
    await world.pass(20_000)
    world.faults.push('dropped upstream')
    submit(tab, picture('duck'))
    await world.pass(1000)
    await calm(world)
    expect(await states(world)).toEqual(['done', 'unconfirmed'])
  })

  it('that never reached the server is kept with it, and sent by the artist alone', async () => {
    const { world, tab } = await opened()
    world.faults.push('lost')
    submit(tab, picture('duck'))
    await world.pass(100)
    await calm(world)
    const [job] = await world.kept()
    expect(job).toMatchObject({
      state: { is: 'queued', held: { until: 'artist' } },
      picture: { file: expect.any(Blob) },
    })
    await tab.runner.decide(job?.id ?? '', 'released')
    await calm(world)
    expect((await world.kept())[0]).toMatchObject({ state: { is: 'done' }, picture: { file: null } })
    expect(world.billed).toHaveLength(1)
  })
})

type Action =
  | { readonly do: 'submit'; readonly tab: number; readonly wish: Wish }
  | { readonly do: 'fault'; readonly fault: PostFault }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'poll' | 'close' | 'release'; readonly tab: number }
  | { readonly do: 'leave'; readonly tab: number; readonly job: number }
  | { readonly do: 'elsewhere'; readonly code: string }
  | { readonly do: 'open' | 'restart' | 'offline' | 'online' | 'full' | 'room' }

const aTab = fc.nat({ max: 2 })

const aWish = fc.oneof(
  { weight: 4, arbitrary: fc.record({ code: fc.constantFrom('S_1', 'S_2'), spin: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: fc.constantFrom('duck', 'vase') },
)

const anAction: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ tab: aTab, wish: aWish }).map(({ tab, wish }): Action => ({
      do: 'submit',
      tab,
      wish: typeof wish === 'string' ? picture(wish) : preview(wish.code, wish.spin),
    })),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<PostFault>(
        'lost',
        'lost in silence',
        'answer lost',
        'answer never comes',
        'taken unsaid',
        'dropped upstream',
        'refused',
        'mesh fails',
      )
      .map((fault): Action => ({ do: 'fault', fault })),
  },
  { weight: 4, arbitrary: fc.constantFrom(10, 40, 300, 3000, 20_000).map((ms): Action => ({ do: 'pass', ms })) },
  { weight: 3, arbitrary: aTab.map((tab): Action => ({ do: 'poll', tab })) },
  { weight: 1, arbitrary: aTab.map((tab): Action => ({ do: 'close', tab })) },
  { weight: 1, arbitrary: aTab.map((tab): Action => ({ do: 'release', tab })) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('leave'), tab: aTab, job: fc.nat({ max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.constantFrom('S_1', 'S_2').map((code): Action => ({ do: 'elsewhere', code })) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('open', 'restart', 'offline', 'online', 'full', 'room')
      .map((what): Action => ({ do: what })),
  },
)

async function act(world: JobWorld, action: Action): Promise<void> {
  const tab = 'tab' in action ? world.tabs[action.tab % Math.max(1, world.tabs.length)] : undefined
  switch (action.do) {
    case 'submit':
      if (tab) submit(tab, action.wish)
      return
    case 'fault':
      return void world.faults.push(action.fault)
    case 'pass':
      return world.pass(action.ms)
    case 'poll':
      if (tab) for (const code of world.codes) await world.poll(tab, code)
      return
    case 'close':
      return tab && world.closeTab(tab)
    case 'release':
      if (tab) for (const { id } of await world.kept()) await tab.runner.decide(id, 'released')
      return
    case 'leave': {
      const { id } = tab?.runner.jobs.get().list[action.job] ?? {}
      if (!tab || id === undefined) return
      world.left.add(id)
      return tab.runner.decide(id, 'left')
    }
    case 'elsewhere': {
      // Two browsers whose requests are under way at the same time are told apart by nothing that a session says.
      const jobs = [...(await world.kept()), ...world.known].filter(({ sessionCode }) => sessionCode === action.code)
      if (jobs.every(hasEnded)) world.requestElsewhere(action.code)
      return
    }
    // Tabs that cannot write know nothing of each other.
    case 'full':
      if (world.tabs.length === 1) world.isFull = true
      return
    case 'room':
      world.isFull = false
      return
    case 'open':
      return world.tabs.length < 3 && !world.isFull ? world.openTab() : undefined
    case 'restart':
      return world.restartProxy()
    case 'offline':
      world.offline = true
      return
    case 'online':
      world.offline = false
      for (const one of world.tabs) await one.runner.online()
  }
}

/** What was requested has come of one that was left before. */
const isServed = (job: Job, all: readonly Job[]): boolean =>
  job.sends === 0 &&
  all.some((one) => one.left && one.state.is === 'done' && JSON.stringify(wishOf(one)) === JSON.stringify(wishOf(job)))

/** How a job has to stand once nothing goes wrong any more. */
function isTrue(world: JobWorld, job: Job, all: readonly Job[]): boolean {
  const { state, id } = job
  const truth = world.truth.get(id)
  if (state.is === 'left' || (job.left && isActive(job))) return world.left.has(id) || isServed(job, all)
  // Sent beside another one, by the artist's decision.
  if (job.beside && state.is === 'failed') return true
  if (truth === 'done' || truth === 'failed') return state.is === truth
  // The same picture, sent by a page that could not write it down and is gone.
  if (job.kind === 'create' && state.is === 'done') return all.every((one) => state.code !== `P_${one.id}`)
  // Nobody can tell it from one that was taken without a word.
  if (truth === 'dropped') return state.is === 'unconfirmed'
  // Where the refusal was lost with the proxy's process, nobody can either.
  if (truth === 'refused') return state.is === 'refused' || state.is === 'unconfirmed'
  if (world.seenByProxy.has(id)) return state.is === 'unconfirmed'
  const isBehind = all.some((one) => one.sessionCode === job.sessionCode && isActive(one) && !one.left)
  return state.is === 'queued' && (state.held?.until === 'artist' || isBehind)
}

describe('whatever happens, in any order', () => {
  it('no request is paid for twice, every job ends as it truly did, and no finished mesh is replaced before it is fetched', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anAction, { maxLength: 25 }), fc.boolean(), async (actions, queues) => {
        const world = new JobWorld()
        world.queues = queues
        await world.openTab()
        for (const action of actions) await act(world, action)
        await calm(world, 40)
        const jobs = world.known
        const made = jobs.filter((job) => job.kind !== 'create' && job.state.is === 'done')
        for (const { id } of made) expect(world.collected.get(id), 'its own mesh').toBe(id)
        expect(new Set(world.billed).size, 'one bill for each intent').toBe(world.billed.length)
        for (const job of jobs) expect(job, 'in its true state').toSatisfy((one: Job) => isTrue(world, one, jobs))
        for (const [id, mesh] of world.collected) expect(mesh).toBe(id)
        const shown = world.tabs.map(({ runner }) => runner.jobs.get().list.filter(hasEnded).length)
        expect(new Set(shown).size, 'every tab shows the same').toBe(1)
      }),
      { numRuns: 5000 },
    )
  })
})
