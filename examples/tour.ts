/**
 * The tour: `npm start` prints all chapters, `npm start 2 6` some of them.
 */
import process from 'node:process'
import { composition } from './tour/composition.ts'
import { gradient } from './tour/gradient.ts'
import { computationalGraph } from './tour/graph.ts'
import type { Chapter } from './tour/page.ts'
import { regression } from './tour/regression.ts'
import { ink, present, print } from './tour/terminal.ts'
import { trust } from './tour/trust.ts'
import { ways } from './tour/ways.ts'

const chapters: ReadonlyArray<Chapter> = [gradient, ways, composition, trust, computationalGraph, regression]

const chosen = process.argv.slice(2).map(Number)

const began = performance.now()

print(`\n  ${ink.strong('wengert')}: differentiating pure functions, a tour in ${chapters.length} chapters.\n  Every number is computed as you read.`)

chapters.forEach((chapter, i) => {
  if (chosen.length === 0 || chosen.includes(i + 1)) present(chapter, i + 1)
})

print(
  ink.faint(
    `\n  ${((performance.now() - began) / 1000).toFixed(1)} s. One chapter alone: npm start ${chapters.length}. Shorter programs to begin from: examples/*.ts.`,
  ),
)
