/**
 * The digests that every engine must give. They change with the programs (the grammar of `laws`, the seeds, the
 * version of fast-check) and with what primitives mean, and with nothing else: then `npm run agree:nodes -- --write`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Answers } from './answer.ts'

export const file: string = fileURLToPath(new URL('expected.json', import.meta.url))

export const expected: Answers = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
