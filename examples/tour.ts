/**
 * The tour: `npm start` prints all chapters, `npm start 2 6` some of them.
 */
import process from 'node:process'
import { gradient } from './tour/gradient.ts'
import type { Chapter } from './tour/page.ts'
import { ink, present, print } from './tour/terminal.ts'

const chapters: ReadonlyArray<Chapter> = [gradient]

const chosen = process.argv.slice(2).map(Number)

print(`\n  ${ink.strong('wengert')}: differentiating pure functions, a tour in ${chapters.length} chapters. Every number below is computed as you read.`)

chapters.forEach((chapter, i) => {
  if (chosen.length === 0 || chosen.includes(i + 1)) present(chapter, i + 1)
})
