/** The suites of this folder that take a share of their samples, with all of them. */
import { thorough } from '../thorough.ts'

await thorough((path) => path.startsWith('laws/'), 16)
