import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Bundles the server with `killable-main.ts` in place of its own `main.ts` and returns the file. It lies beside the
 * real bundle, so that the pages are where the server looks for them.
 */
export async function buildKillable(): Promise<string> {
  const outfile = `${ROOT}packages/server/dist/killable.js`
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['test/support/killable-main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
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
  return outfile
}
