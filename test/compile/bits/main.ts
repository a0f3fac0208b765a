/**
 * Prints the digests of all groups by one runner, as JSON, with the engine that they come from.
 */
import { answersOf, runners } from './answer.ts'
import { groups } from './group.ts'

const runner = runners.find((r) => r === process.argv[2]) ?? 'interpreter'
console.log(JSON.stringify({ node: process.versions.node, runner, answers: answersOf(groups, runner) }))
