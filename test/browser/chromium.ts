/**
 * A Chromium of this machine: named by the variable CHROMIUM, or found on the path. None is downloaded.
 */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The path of a Chromium, or null. */
export const found = (env: { readonly [name: string]: string | undefined } = process.env): string | null => {
  if (env['CHROMIUM'] !== undefined && env['CHROMIUM'] !== '') return env['CHROMIUM']
  const folders = (env['PATH'] ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable) ?? null
}

export const advice = 'no Chromium was found, so nothing was tested in a browser: apt-get install chromium, or set CHROMIUM to the path of one'
