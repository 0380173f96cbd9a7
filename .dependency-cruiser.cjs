/**
 * Who may import whom: web → client → protocol → core ← drivers; adapters never each other and never a driver; only app.ts
 * sees all. The picture and the reasons: docs/architecture.md.
 *
 * Tests stand outside their package's runtime: they may use the test tools and Node, but not another room's insides.
 */
const test = '\\.test\\.tsx?$'
const npm = (...names) => `node_modules/(${names.join('|')})/`
const server = '^packages/server/src/'

module.exports = {
  forbidden: [
    {
      name: 'core-knows-no-one',
      comment:
        'The meeting itself runs anywhere and depends on nothing: take what you need as a port or an argument.',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: [test, '^packages/core/src/testing/'] },
      to: { pathNot: '^packages/core/src/' },
    },
    {
      name: 'core-tests-use-test-tools-only',
      severity: 'error',
      from: { path: [`^packages/core/src/.*${test}`, '^packages/core/src/testing/'] },
      to: { pathNot: ['^packages/core/src/', npm('vitest', 'fast-check')], dependencyTypesNot: ['core'] },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'Driver contracts, fakes and conformance tables are not part of what runs.',
      severity: 'error',
      from: { pathNot: [test, '^test/', '^bench/', '/testing/', '/conformance/'] },
      to: { path: '/(testing|conformance)/' },
    },
    {
      name: 'protocol-knows-core-and-zod',
      severity: 'error',
      from: { path: '^packages/protocol/src/', pathNot: test },
      to: { pathNot: ['^packages/(protocol|core)/src/', npm('zod')] },
    },
    {
      name: 'client-knows-protocol',
      comment: 'Runs in browsers and in Node. ws is an optional peer for Nodes that have no WebSocket.',
      severity: 'error',
      from: { path: '^packages/client/src/', pathNot: test },
      to: {
        pathNot: ['^packages/(client|protocol|core)/src/', npm('ws', '@types/ws', 'eventsource-parser')],
      },
    },
    {
      name: 'client-takes-only-types-from-core',
      comment: 'The rules of a meeting are decided at the server; a client only knows its words.',
      severity: 'error',
      from: { path: '^packages/client/src/', pathNot: test },
      to: { path: '^packages/core/src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-knows-client-and-protocol',
      severity: 'error',
      from: { path: '^packages/web/src/', pathNot: test },
      to: { path: '^packages/', pathNot: '^packages/(web|client|protocol)/src/' },
    },
    {
      name: 'web-is-not-node',
      severity: 'error',
      from: { path: '^packages/web/src/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-knows-core-and-protocol',
      severity: 'error',
      from: { path: server, pathNot: test },
      // Its own package.json tells the version.
      to: {
        path: '^packages/',
        pathNot: ['^packages/(server|core|protocol)/src/', '^packages/server/package\\.json$'],
      },
    },
    {
      name: 'packages-by-their-face',
      comment: 'Import @parley/x, not a file inside it: what is not in the index is free to change.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: {
        path: '^packages/[^/]+/src/',
        pathNot: [
          '^packages/$1/',
          '^packages/[^/]+/src/(testing/|memory/|check/)?index\\.ts$',
          '^packages/protocol/src/no-eval\\.ts$',
        ],
      },
    },
    {
      name: 'adapter-not-adapter',
      severity: 'error',
      from: { path: `${server}adapters/([^/]+)/` },
      to: { path: `${server}adapters/`, pathNot: `${server}adapters/$1/` },
    },
    {
      name: 'adapters-use-http-sockets-telemetry',
      comment:
        'An adapter speaks to who calls us. What it needs beyond these comes in as an argument from app.ts.',
      severity: 'error',
      from: { path: `${server}adapters/`, pathNot: test },
      to: { path: server, pathNot: `${server}(adapters|http|sockets|telemetry)/` },
    },
    {
      name: 'drivers-stand-alone',
      comment: 'A driver fills a port of core; it knows neither adapters nor doors.',
      severity: 'error',
      from: { path: `${server}drivers/([^/]+)/`, pathNot: test },
      to: { path: server, pathNot: [`${server}drivers/$1/`, `${server}telemetry/`] },
    },
    {
      name: 'only-app-sees-drivers',
      severity: 'error',
      from: {
        path: '^packages/',
        pathNot: [`${server}(app|app-push|backup)\\.ts$`, `${server}drivers/`, test],
      },
      to: { path: `${server}drivers/` },
    },
    {
      name: 'only-app-sees-adapters',
      severity: 'error',
      from: { path: '^packages/', pathNot: [`${server}app(-push)?\\.ts$`, `${server}adapters/`, test] },
      to: { path: `${server}adapters/` },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'not-to-tests',
      severity: 'error',
      from: { pathNot: [test, '^test/'] },
      to: { path: [test, '^test/'] },
    },
  ],
  options: {
    parser: 'tsc',
    // Also what only a type is imported for: a type known is a neighbour known.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)dist/', '(^|/)fixtures/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}
