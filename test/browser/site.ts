/**
 * The page and its script on a server of its own, under a content-security policy.
 */
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { alias } from '../alias.ts'

const html = '<!doctype html><title>wengert</title><script type="module" src="page.js"></script>'

/** A page's script with the library and its tests' programs in it. */
export const script = async (entry = 'page.ts'): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
    alias,
    plugins: [
      {
        name: 'what only tests of Node need is left out with those who need it',
        setup: ({ onResolve }) => onResolve({ filter: /^vitest$/ }, () => ({ path: 'vitest', external: true, sideEffects: false })),
      },
    ],
  })
  return outputFiles.map((file) => file.text).join('')
}

export interface Site {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Pages that may share memory between threads. */
const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }

/** Serves the script and the page under a policy; an empty one allows all. */
export const served = async (text: string, policy: string, isolated = false): Promise<Site> => {
  const server: Server = createServer((request, response) => {
    const isScript = request.url?.startsWith('/page.js') === true
    response.writeHead(200, {
      'content-type': isScript ? 'text/javascript' : 'text/html',
      ...(isolated ? isolation : {}),
      ...(policy === '' ? {} : { 'content-security-policy': policy }),
    })
    response.end(isScript ? text : html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
