import { describe } from 'vitest'
import { agreement, compiledBy } from '../../laws/backend.ts'
import { arrayPrograms, scalarPrograms } from '../../laws/program.ts'
import { obey } from './suite.ts'

describe.each(['javascript', 'webassembly'] as const)('%s', (backend) => {
  obey(agreement(scalarPrograms(), compiledBy(backend)), 20)
  obey(agreement(arrayPrograms(), compiledBy(backend)), 20)
})
