/**
 * Pictures: the loss curve, and the birds with the line between them, drawn by Observable Plot and
 * written as SVG files.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import type { Penguin } from './penguins.ts'

/** The mean loss after an epoch. */
export interface Progress {
  readonly epoch: number
  readonly birds: 'train' | 'test'
  readonly loss: number
}

/** A bird, and what the line says of it. */
export interface Judged extends Penguin {
  readonly birds: 'train' | 'test'
  readonly right: boolean
}

const [blue, orange, ink] = ['#1f6fb4', '#d9731a', '#222']

const { document } = parseHTML('<!doctype html><html><body></body></html>')

/** A plot as the text of a file, on white so that it can be read anywhere. */
const svg = (options: Plot.PlotOptions): string => {
  const drawn = Plot.plot({ ...options, document, style: { background: 'white', color: ink, fontSize: '12px', fontFamily: 'Helvetica, Arial, sans-serif' } })
  drawn.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  return drawn.outerHTML
}

const size = { width: 720, height: 460, marginLeft: 60, marginRight: 30, marginTop: 60, marginBottom: 48 }

const title = (words: string, under: string): ReadonlyArray<Plot.Markish> => [
  Plot.text([words], { frameAnchor: 'top-left', dy: -52, dx: -45, fontSize: 17, fontWeight: 'bold' }),
  Plot.text([under], { frameAnchor: 'top-left', dy: -30, dx: -45, fill: '#555' }),
]

export const lossCurve = (rows: ReadonlyArray<Progress>): string => {
  const last = Math.max(...rows.map((row) => row.epoch))
  return svg({
    ...size,
    marginRight: 90,
    grid: true,
    x: { label: 'epoch', labelAnchor: 'center', labelArrow: 'none' },
    y: { type: 'log', label: null, tickFormat: '.2~f', ticks: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7] },
    color: { domain: ['train', 'test'], range: [blue, orange] },
    marks: [
      ...title('The loss falls', 'mean of −log p over the birds, logarithmic scale, after each epoch of mini-batches'),
      Plot.ruleY([Math.LN2], { stroke: '#999', strokeDasharray: '4 4' }),
      Plot.text([[last, Math.LN2]], { text: ['ln 2: every bird ½'], textAnchor: 'end', dy: -9, fill: '#666' }),
      Plot.lineY(rows, { x: 'epoch', y: 'loss', stroke: 'birds', strokeWidth: 2.2 }),
      Plot.text(
        rows.filter((row) => row.epoch === last),
        { x: 'epoch', y: 'loss', fill: 'birds', text: ({ birds, loss }) => `${birds} ${loss.toFixed(3)}`, textAnchor: 'start', dx: 8, fontWeight: 'bold' },
      ),
    ],
  })
}

const span = (values: ReadonlyArray<number>, margin: number): readonly [number, number] => [
  Math.floor(Math.min(...values) - margin),
  Math.ceil(Math.max(...values) + margin),
]

/** The straight line between the species: how sure it is of a chinstrap, and the length at which its score is z. */
export interface Divide {
  readonly probability: (length: number, depth: number) => number
  readonly lengthAt: (score: number, depth: number) => number
}

const hue = ({ species }: Penguin): string => (species === 'Adelie' ? blue : orange)

export const boundary = (birds: ReadonlyArray<Judged>, { probability, lengthAt }: Divide): string => {
  const [x1, x2] = span(
    birds.map((bird) => bird.length),
    1,
  )
  const [y1, y2] = span(
    birds.map((bird) => bird.depth),
    0.5,
  )
  const level = (p: number, options: Plot.LineOptions): Plot.Markish =>
    Plot.line(
      [y1, y2].map((depth) => [lengthAt(Math.log(p / (1 - p)), depth), depth]),
      { clip: true, stroke: ink, ...options },
    )
  return svg({
    ...size,
    x: { label: 'length of the bill, mm', labelAnchor: 'center', labelArrow: 'none', domain: [x1, x2] },
    y: { label: 'depth of the bill, mm', labelAnchor: 'center', labelArrow: 'none', domain: [y1, y2], ticks: 8 },
    color: { type: 'linear', domain: [0, 0.5, 1], range: ['#cfe2f3', '#ffffff', '#fbdcc0'] },
    marks: [
      ...title(
        'Two kinds of penguins, and the line between them',
        'shade: probability of a chinstrap; lines at 10 %, 50 % and 90 %; hollow: test birds; ringed: on the wrong side',
      ),
      Plot.contour({ x1, x2, y1, y2, pixelSize: 4, value: probability, fill: 'value', thresholds: Array.from({ length: 25 }, (_, i) => i / 25) }),
      level(0.1, { strokeDasharray: '4 4', strokeOpacity: 0.6 }),
      level(0.9, { strokeDasharray: '4 4', strokeOpacity: 0.6 }),
      level(0.5, { strokeWidth: 2 }),
      Plot.dot(birds, { x: 'length', y: 'depth', r: 4, stroke: hue, fill: (bird: Judged) => (bird.birds === 'test' ? 'white' : hue(bird)), strokeWidth: 1.6 }),
      Plot.dot(
        birds.filter((bird) => !bird.right),
        { x: 'length', y: 'depth', r: 8, stroke: '#b00020', strokeWidth: 1.8 },
      ),
      Plot.text([[x1, y2]], { text: ['Adélie'], fill: blue, fontWeight: 'bold', fontSize: 15, textAnchor: 'start', dx: 14, dy: 20 }),
      Plot.text([[x2, y1]], { text: ['chinstrap'], fill: orange, fontWeight: 'bold', fontSize: 15, textAnchor: 'end', dx: -14, dy: -16 }),
      Plot.frame({ stroke: '#bbb' }),
    ],
  })
}

const folder = new URL('../out/', import.meta.url)

/** Write a picture; answers with its path as seen from here. */
export const written = (name: string, text: string): string => {
  mkdirSync(folder, { recursive: true })
  const path = fileURLToPath(new URL(name, folder))
  writeFileSync(path, text)
  return relative(process.cwd(), path)
}
