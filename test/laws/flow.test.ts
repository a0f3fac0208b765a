import { describe } from 'vitest'
import { flows } from '../../laws/flow.ts'
import { obey } from './suite.ts'

describe('a flow', () => obey(flows(), 6))
