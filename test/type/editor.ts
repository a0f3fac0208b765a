/**
 * What an editor shows: a client of TypeScript's language server that opens one text and asks for the
 * hover at some places in it.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../source.ts'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
}

const encode = (message: Message): string => {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message })
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** The messages that are complete in what has arrived, and the rest. */
const decode = (bytes: Buffer): readonly [ReadonlyArray<Message>, Buffer] => {
  const messages: Array<Message> = []
  let rest = bytes
  for (;;) {
    const head = rest.indexOf('\r\n\r\n')
    const length = Number(/Content-Length: (\d+)/.exec(rest.subarray(0, Math.max(head, 0)).toString())?.[1])
    if (head < 0 || rest.length < head + 4 + length) return [messages, rest]
    messages.push(JSON.parse(rest.subarray(head + 4, head + 4 + length).toString()))
    rest = rest.subarray(head + 4 + length)
  }
}

const textOf = (hover: unknown): string => {
  const contents = typeof hover === 'object' && hover !== null && 'contents' in hover ? hover.contents : ''
  const text = typeof contents === 'object' && contents !== null && 'value' in contents ? contents.value : contents
  return String(text)
    .replace(/```\w*\n?/g, '')
    .trim()
}

/** The hover text at the first character of each mark's first occurrence in the text. The file need not exist. */
export const hovers = (path: string, text: string, marks: ReadonlyArray<string>): Promise<ReadonlyArray<string>> =>
  new Promise((resolve, reject) => {
    const uri = pathToFileURL(join(root, path)).href
    const server = spawn(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--lsp', '--stdio'], { cwd: root })
    const answers = new Map<number, string>()
    let pending: Buffer = Buffer.alloc(0)
    const send = (message: Message): void => {
      server.stdin.write(encode(message))
    }
    const ask = (mark: string, i: number): void => {
      const lines = text.slice(0, text.indexOf(mark)).split('\n')
      send({
        id: i + 1,
        method: 'textDocument/hover',
        params: { textDocument: { uri }, position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 } },
      })
    }
    const take = (message: Message): void => {
      // A request of the server's own is answered with nothing; it waits for that.
      if (message.method !== undefined && message.id !== undefined) send({ id: message.id, result: null })
      else if (message.id === 0) {
        send({ method: 'initialized', params: {} })
        send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'typescript', version: 1, text } } })
        marks.forEach(ask)
      } else if (message.id !== undefined) answers.set(message.id, textOf(message.result))
      if (answers.size < marks.length) return
      server.kill()
      resolve(marks.map((_, i) => answers.get(i + 1) ?? ''))
    }
    server.stdout.on('data', (bytes: Buffer) => {
      const [messages, rest] = decode(Buffer.concat([pending, bytes]))
      pending = rest
      messages.forEach(take)
    })
    server.on('error', reject)
    server.on('exit', () => reject(new Error('the language server ended without an answer')))
    send({
      id: 0,
      method: 'initialize',
      params: { processId: process.pid, rootUri: pathToFileURL(root).href, capabilities: { textDocument: { hover: { contentFormat: ['plaintext'] } } } },
    })
  })
