/**
 * Which of many faults are planted today: a few each day, all of them in turn. `WENGERT_MUTANTS` says otherwise:
 * a date (`2026-11-23`) plants those of that day, `all` every one. `npm run mutants` plants all.
 */

const variable = 'WENGERT_MUTANTS'

/** A part of a list, and how to get the same one again. */
export interface Part<T> {
  readonly list: ReadonlyArray<T>
  readonly text: string
}

const dayOf = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000)

type Environment = { readonly [name: string]: string | undefined }

/** So many of a list, dealt out over the days, so that neighbours come on different ones. */
export const partOf = <T>(list: ReadonlyArray<T>, size: number, environment: Environment, today: string): Part<T> => {
  const asked = environment[variable] ?? (environment['npm_lifecycle_event'] === 'mutants' ? 'all' : today)
  if (asked === 'all') return { list, text: `all ${list.length} faults` }
  const day = dayOf(asked)
  if (!Number.isInteger(day)) throw new Error(`${variable}=${asked} is neither all nor a date such as 2026-11-23`)
  const parts = Math.max(1, Math.ceil(list.length / size))
  const which = ((day % parts) + parts) % parts
  return {
    list: list.filter((_, i) => i % parts === which),
    text: `part ${which + 1} of ${parts} of ${list.length} faults; ${variable}=${asked} plants the same, ${variable}=all every one`,
  }
}

/** Lines of cells under each other. */
export const columns = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
