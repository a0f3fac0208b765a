/** The suites that take a share of their samples and whose folder has no such file of its own, with all of them. */
import { folders, thorough } from './thorough.ts'

await thorough((path) => !folders.some((folder) => path.startsWith(`${folder}/`)), 12)
