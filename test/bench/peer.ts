/**
 * Other libraries on the same inputs, where they are installed: none is a dependency. Numbers and
 * typed arrays go in and come out, as with ours.
 */
import { type Peer, peers } from './peer-library.ts'
import { type Budget, interleaved, ratio } from './sample.ts'
import { type Subject, worst } from './subject.ts'

/** A library's time over by hand, or why there is none. */
export interface PeerTime {
  readonly name: string
  readonly answer: number | string
}

const reasonOf = (peer: Peer, error: unknown): string => {
  const text = String(error)
  return text.includes(`'${peer.module}'`) && text.includes('Cannot find') ? 'not installed' : `failed: ${text.split('\n')[0]}`
}

const timeOf = async (peer: Peer, id: string, yardstick: Subject['yardstick'], budget: Budget): Promise<number | string> => {
  try {
    const make = peer.gradients[id]
    peer.before?.()
    const library = await import(peer.module)
    if (make === undefined) return ''
    const run = await make(library, yardstick)
    // Float32 libraries are held to what float32 can do.
    if (!(worst(Float64Array.from(run(0)), yardstick.gradient(0)) < 1e-3)) return 'wrong'
    const inputs = yardstick.inputs.length
    const times = interleaved(
      [
        { name: `hand beside ${peer.name}`, inputs, run: yardstick.gradient },
        { name: peer.name, inputs, run },
      ],
      budget,
    )
    return ratio(times.get(peer.name)?.wall ?? [], times.get(`hand beside ${peer.name}`)?.wall ?? [])
  } catch (error) {
    return reasonOf(peer, error)
  }
}

/** Every peer at a case, one after another. */
export const peersOf = async (id: string, yardstick: Subject['yardstick'], budget: Budget): Promise<ReadonlyArray<PeerTime>> => {
  const found: Array<PeerTime> = []
  for (const peer of peers) found.push({ name: peer.name, answer: await timeOf(peer, id, yardstick, budget) })
  return found
}
