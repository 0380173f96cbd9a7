/**
 * Builds what is served: the server as one file (packages/server/dist/main.js, npm packages stay outside) and the pages
 * (packages/web/dist); and the command line (packages/client/dist/parley.js, all in one). Each is skipped when what it is
 * made of has not changed; `--force` builds anyway.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/require-node.mjs'
import { root, run, seconds } from './lib/run.mjs'
import { stampOf } from './lib/stamp.mjs'

/** @param {string} path */
const at = (path) => join(root, path)
/** @param {string} name */
const sourcesOf = (name) => [`packages/${name}/package.json`, `packages/${name}/src`]

const shared = [
  'package-lock.json',
  'tsconfig.base.json',
  'scripts/build.mjs',
  ...sourcesOf('core'),
  ...sourcesOf('protocol'),
]

const parts = [
  {
    name: 'server',
    made: 'packages/server/dist/main.js',
    from: [...shared, ...sourcesOf('server')],
    build: buildServer,
  },
  {
    name: 'pages',
    made: 'packages/web/dist/index.html',
    from: [
      ...shared,
      ...sourcesOf('client'),
      ...sourcesOf('web'),
      'packages/web/index.html',
      'packages/web/public',
      'packages/web/vite.config.ts',
      'packages/web/tsconfig.json',
    ],
    build: buildPages,
  },
  {
    name: 'command line',
    made: 'packages/client/dist/parley.js',
    from: [...shared, ...sourcesOf('client'), 'packages/client/cli'],
    build: buildCommandLine,
  },
]

async function buildServer() {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: ['packages/server/src/main.ts', 'packages/server/src/backup.ts'],
    outdir: 'packages/server/dist',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    // Stack traces and logs name classes and functions.
    keepNames: true,
    logLevel: 'silent',
    plugins: [
      {
        name: 'npm packages stay outside, ours come in',
        setup(builder) {
          builder.onResolve({ filter: /^[^./#]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@parley/') ? undefined : { path, external: true },
          )
        },
      },
    ],
  })
}

async function buildCommandLine() {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: { parley: 'packages/client/cli/main.ts' },
    outdir: 'packages/client/dist',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    logLevel: 'silent',
  })
}

async function buildPages() {
  const vite = ['node_modules/vite/bin/vite.js', 'build', 'packages/web', '--logLevel', 'warn']
  // Vite decides by NODE_ENV whether React's slow development build goes in.
  const { code, output } = await run(process.execPath, vite, { env: { NODE_ENV: 'production' } })
  if (code !== 0) throw new Error(output)
}

/** The stamps lie outside packages/web/dist: that folder is served to everyone. @param {string} name */
const stampFile = (name) => at(`packages/server/dist/${name}.stamp`)

/** @param {string} name */
function storedStamp(name) {
  return existsSync(stampFile(name)) ? readFileSync(stampFile(name), 'utf8') : undefined
}

/**
 * @param {{ force?: boolean, only?: readonly string[] }} [options] `only`: parts by name
 * @returns {Promise<{ ok: boolean, message: string }>}
 */
export async function ensureBuilt({ force = false, only } = {}) {
  const started = Date.now()
  const stale = parts
    .filter(({ name }) => only?.includes(name) ?? true)
    .map((part) => ({ ...part, stamp: stampOf(part.from) }))
    .filter((part) => force || !existsSync(at(part.made)) || storedStamp(part.name) !== part.stamp)
  if (stale.length === 0) return { ok: true, message: 'nothing changed since the last build' }

  const names = stale.map((part) => part.name).join(' and ')
  console.error(`Building ${names} …`)
  mkdirSync(at('packages/server/dist'), { recursive: true })
  const results = await Promise.allSettled(
    stale.map(async (part) => {
      rmSync(stampFile(part.name), { force: true })
      await part.build()
      writeFileSync(stampFile(part.name), part.stamp)
    }),
  )
  // The service of esbuild would otherwise live as long as the server that this process becomes.
  await (await import('esbuild')).stop()
  const failures = results.flatMap((result, index) =>
    result.status === 'rejected' ? [`${stale[index]?.name}: ${result.reason?.message ?? result.reason}`] : [],
  )
  if (failures.length > 0) return { ok: false, message: `${failures.join('\n')}\nThe build failed.` }
  return { ok: true, message: `built ${names} in ${seconds(Date.now() - started)}` }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode()
  const installed = await ensureInstalled()
  const built = installed.ok ? await ensureBuilt({ force: process.argv.includes('--force') }) : installed
  console.log(built.message)
  process.exitCode = built.ok ? 0 : 1
}
