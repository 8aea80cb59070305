// The fences of ARCHITECTURE.md: who may import whom. Each rule has a planted violation in tests/architecture/fences.test.ts.

const CORE = '^libs/common/src/core/';
const CONTRACTS = '^libs/common/src/contracts/';
const PLATFORM = '^libs/common/src/platform/';
const SPEC = '[.]spec[.]ts$';
/** The only libraries that the core may know: pure functions over text and bytes. */
const PURE_LIBRARIES = ['fflate', 'saxes', 'smol-toml', 'spdx-expression-parse', 'spdx-license-ids', 'yaml'];
/** What knows tables: rows, repositories, migrations, and statements over whole tables that no aggregate owns. */
const ROWS = [
  '[.]entity[.]ts$',
  '[.]repository[.]ts$',
  '[.]migration[.]ts$',
  '/migrations/',
  '/schema[.]ts$',
  `${PLATFORM}database/`,
];
/** Folders of the core that know each other by id alone. */
const BY_ID = 'order|offer|job|shipment|settlement|batch';

const inPackage = (names) => `node_modules/(${names.join('|')})(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-knows-only-itself',
      comment: 'The core decides and does nothing else: it must run anywhere, with no clock, no chance and no world.',
      severity: 'error',
      from: { path: CORE, pathNot: SPEC },
      to: { pathNot: [CORE, inPackage(PURE_LIBRARIES)], dependencyTypesNot: ['core'] },
    },
    {
      name: 'core-has-no-node',
      comment: 'The core runs in the browser too, so it imports nothing of Node.',
      severity: 'error',
      from: { path: CORE, pathNot: SPEC },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-things-speak-by-id',
      comment:
        'Offers, jobs, batches, shipments and settlement know each other by id; fulfilment/flow.ts puts them together.',
      severity: 'error',
      from: { path: `${CORE}(${BY_ID})/` },
      to: { path: `${CORE}(${BY_ID}|fulfilment)/`, pathNot: `${CORE}$1/` },
    },
    {
      name: 'contracts-know-core-and-zod',
      comment: 'Whoever speaks with the network can take the contracts alone.',
      severity: 'error',
      from: { path: CONTRACTS, pathNot: SPEC },
      to: { pathNot: [CONTRACTS, CORE, inPackage(['zod'])] },
    },
    {
      name: 'platform-knows-no-app',
      comment: 'Arrows point downward.',
      severity: 'error',
      from: { path: PLATFORM },
      to: { path: '^(apps|infra|benchmarks|tests)/', pathNot: '^tests/support/' },
    },
    {
      name: 'apps-do-not-know-each-other',
      comment: 'Programs meet on the wire, in the words of the contracts.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'nothing-shipped-knows-infra',
      comment: 'infra starts programs; programs do not know how they were started.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: SPEC },
      to: { path: '^(infra|tests|benchmarks|docs)/' },
    },
    {
      name: 'web-sees-core-and-contracts',
      comment: 'A browser has no platform.',
      severity: 'error',
      from: { path: '^apps/web/src/' },
      to: { path: PLATFORM },
    },
    {
      name: 'web-has-no-node',
      comment: 'A browser has no Node.',
      severity: 'error',
      from: { path: '^apps/web/src/', pathNot: SPEC },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'agent-reaches-no-database',
      comment: 'A lab runs the agent: no way leads from it to Postgres, however long.',
      severity: 'error',
      from: { path: '^apps/fab-agent/src/' },
      to: { path: [inPackage(['typeorm', 'pg']), `${PLATFORM}(database|program)/`], reachable: true },
    },
    {
      name: 'cli-reaches-no-server',
      comment: 'The command line is a customer of the HTTP interface; it opens neither a database nor a broker.',
      severity: 'error',
      from: { path: '^apps/cli/src/' },
      to: {
        path: [
          inPackage(['typeorm', 'pg', '@nestjs/[^/]+', '@nats-io/[^/]+']),
          `${PLATFORM}(database|messaging|program)/`,
        ],
        reachable: true,
      },
    },
    {
      name: 'typeorm-is-for-rows',
      comment: 'Use cases may name a transaction (import type); only rows, repositories and migrations talk TypeORM.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ROWS },
      to: { path: inPackage(['typeorm']), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circles',
      comment: 'What imports itself in a circle cannot be read, tested or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-barrels',
      comment: 'An index.ts is how circles begin: import the file that has the thing.',
      severity: 'error',
      from: {},
      to: { path: '/index[.]tsx?$', pathNot: 'node_modules' },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nothing is forgotten.',
      severity: 'error',
      from: { orphan: true, path: '[.]tsx?$', pathNot: ['[.]d[.]ts$', '/main[.]tsx?$', '[.](spec|config)[.]ts$'] },
      to: {},
    },
    {
      name: 'no-dev-packages-in-programs',
      comment:
        'A production install has no devDependencies. (The web pages are built, so theirs are all of that kind.)',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [SPEC, '^apps/web/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'no-unnamed-packages',
      comment: 'A package that package.json does not name comes and goes with other packages.',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      // Types of a package may come with the types of another.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that does not resolve is a fence that cannot be checked.',
      severity: 'error',
      from: {},
      // react-aria-components names sources under our condition "source" that it does not ship.
      to: { couldNotResolve: true, pathNot: '^react-aria-components(/|$)' },
    },
    {
      name: 'nothing-knows-dist',
      comment: 'Sources import sources; what is built is made from them.',
      severity: 'error',
      from: {},
      to: { path: '^dist/' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: '[.](css|svg|png|woff2)$' },
    moduleSystems: ['es6'],
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json', '.css'],
    },
  },
};
