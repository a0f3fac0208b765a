/**
 * What the launches found, as one table.
 */
import { type Goal, goals, means, preparation, problemOf, tolerance } from './goal.ts'
import type { Measured, PathTimes } from './measure.ts'
import { geometricMean, median } from './sample.ts'

/** A case that was measured, or that failed. */
export type Row = { readonly _tag: 'Measured'; readonly found: Measured } | { readonly _tag: 'Failed'; readonly id: string; readonly reason: string }

const joinedPath = (launches: ReadonlyArray<PathTimes>): PathTimes => {
  const of = (key: Exclude<keyof PathTimes, 'name'>): number => median(launches.map((launch) => launch[key]))
  return {
    name: launches[0]?.name ?? '',
    wall: of('wall'),
    cpu: of('cpu'),
    gradient: of('gradient'),
    gradientOverObjective: of('gradientOverObjective'),
    error: Math.max(...launches.map(({ error }) => error)),
  }
}

/** Launches of one case as one: medians, and the largest error. */
export const joined = (launches: readonly [Measured, ...ReadonlyArray<Measured>]): Measured => {
  const [first] = launches
  const of = (key: 'cold' | 'warm' | 'hand'): number => median(launches.map((launch) => launch[key]))
  return {
    id: first.id,
    paths: first.paths.map((_, i) => joinedPath(launches.flatMap(({ paths }) => paths.slice(i, i + 1)))),
    cold: of('cold'),
    warm: of('warm'),
    hand: of('hand'),
    peers: first.peers.map(({ name, answer }, i) => {
      const ratios = launches.flatMap(({ peers }) => peers[i]?.answer ?? []).filter((x) => typeof x === 'number')
      return { name, answer: ratios.length === 0 ? answer : median(ratios) }
    }),
  }
}

const digits = (x: number): string => (x >= 100 ? x.toFixed(0) : x.toPrecision(x >= 1 ? 3 : 2))

/** A number beside its goal: whether that is reached. */
const judged = (x: number, goal: number | undefined): string => `${digits(x)}${goal === undefined ? '' : x <= goal ? ' ✓' : ` ✗ (≤ ${goal})`}`

/** The paths whose gradient is also shown over the objective: with fresh results, and into arrays that are there. */
const compared = <T>(paths: ReadonlyArray<T>): ReadonlyArray<T> => paths.filter((_, i) => i === 0 || i === paths.length - 1)

const goalOf = (id: string): Goal | undefined => goals[id]

const cells = ({ id, paths, cold, warm, peers }: Measured): ReadonlyArray<string> => {
  const [first] = paths
  const goal = goalOf(id)
  const error = Math.max(...paths.map((path) => path.error))
  return [
    id,
    goal === undefined ? '' : `≤ ${goal.ratio}`,
    ...paths.map((path) => judged(path.wall, goal?.ratio)),
    digits(first?.cpu ?? Number.NaN),
    ...compared(paths).map((path) => judged(path.gradientOverObjective, goal?.gradientOverObjective)),
    judged(cold, preparation[id]?.cold),
    judged(warm, preparation[id]?.warm),
    `${error.toExponential(0)}${error <= tolerance ? '' : ' ✗'}`,
    ...peers.map(({ answer }) => (typeof answer === 'number' ? digits(answer) : answer)),
  ]
}

/** The geometric means over the sizes of a problem. */
const meanCells = (problem: string, rows: ReadonlyArray<Measured>): ReadonlyArray<string> => {
  const goal = means[problem]
  const [first] = rows
  const paths = first?.paths ?? []
  const of = (i: number, key: 'wall' | 'cpu' | 'gradientOverObjective'): number => geometricMean(rows.map(({ paths }) => paths[i]?.[key] ?? Number.NaN))
  return [
    `${problem}, mean of ${rows.length}`,
    goal === undefined ? '' : `≤ ${goal.ratio}`,
    ...paths.map((_, i) => judged(of(i, 'wall'), goal?.ratio)),
    digits(of(0, 'cpu')),
    ...compared(paths.map((_, i) => i)).map((i) => judged(of(i, 'gradientOverObjective'), goal?.gradientOverObjective)),
    '',
    '',
    '',
    ...(first?.peers ?? []).map(() => ''),
  ]
}

const line = (texts: ReadonlyArray<string>, widths: ReadonlyArray<number>): string => `| ${texts.map((text, i) => text.padEnd(widths[i] ?? 0)).join(' | ')} |`

/** The table in Markdown, a mean after the last size of each problem. */
export const tableOf = (rows: ReadonlyArray<Row>): string => {
  const measured = rows.flatMap((row) => (row._tag === 'Measured' ? [row.found] : []))
  const [first] = measured
  const head = [
    'case',
    'goal',
    ...(first?.paths ?? []).map(({ name }) => `${name} / by hand`),
    'of CPU time',
    ...compared(first?.paths ?? []).map(({ name }, i) => `gradient / objective${i === 0 ? '' : `, ${name}`}`),
    'cold, ms',
    'warm, ms',
    'ρ',
    ...(first?.peers ?? []).map(({ name }) => name),
  ]
  const body = rows.flatMap((row, i) => {
    const id = row._tag === 'Measured' ? row.found.id : row.id
    const own = row._tag === 'Measured' ? cells(row.found) : [id, goals[id] === undefined ? '' : `≤ ${goals[id].ratio}`, 'failed']
    const problem = problemOf(id)
    const next = rows[i + 1]
    const last = next === undefined || problemOf(next._tag === 'Measured' ? next.found.id : next.id) !== problem
    const sizes = measured.filter((found) => problemOf(found.id) === problem)
    return problem !== null && last && sizes.length > 0 ? [own, meanCells(problem, sizes)] : [own]
  })
  const all = [head, ...body].map((texts) => head.map((_, i) => texts[i] ?? ''))
  const widths = head.map((_, i) => Math.max(...all.map((texts) => (texts[i] ?? '').length)))
  const [top = [], ...rest] = all
  return [
    line(top, widths),
    line(
      widths.map((width) => '-'.repeat(width)),
      widths,
    ),
    ...rest.map((texts) => line(texts, widths)),
    ...rows.flatMap((row) => (row._tag === 'Failed' ? ['', `${row.id} failed: ${row.reason}`] : [])),
  ].join('\n')
}

export const markers = { begin: '<!-- bench: begin -->', end: '<!-- bench: end -->' } as const

/** A page with what stands between its markers replaced; null where it has none. */
export const replaced = (page: string, text: string): string | null => {
  const [from, to] = [page.indexOf(markers.begin), page.indexOf(markers.end)]
  return from < 0 || to < from ? null : `${page.slice(0, from + markers.begin.length)}\n${text}\n${page.slice(to)}`
}
