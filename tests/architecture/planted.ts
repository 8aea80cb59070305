// One violation of each fence, as small a tree as can break it; and one tree that breaks none.

/** Files of a tree: path → text. */
export type Tree = Readonly<Record<string, string>>;

const GATEWAY = 'apps/gateway/src/orders';
const CORE = 'libs/common/src/core';
const PLATFORM = 'libs/common/src/platform';
const THING = 'export const thing = 1;\n';
const imports = (...from: string[]): string =>
  from.map((path, index) => `import { thing as thing${index} } from '${path}';\nvoid thing${index};\n`).join('') +
  THING;

/** Rule → a tree that this rule must catch, and no other rule. */
export const PLANTED: Readonly<Record<string, Tree>> = {
  'core-knows-only-itself': { [`${CORE}/quote/quote.ts`]: imports('zod') },
  'core-has-no-node': { [`${CORE}/kernel/hash.ts`]: imports('node:crypto') },
  'core-things-speak-by-id': {
    [`${CORE}/offer/offer.ts`]: imports('../job/job.js'),
    [`${CORE}/job/job.ts`]: THING,
  },
  'contracts-know-core-and-zod': { 'libs/common/src/contracts/messages/job.ts': imports('uuid') },
  'platform-knows-no-app': {
    [`${PLATFORM}/database/relay.ts`]: imports('../../../../../apps/gateway/src/orders/order.js'),
    [`${GATEWAY}/order.ts`]: THING,
  },
  'apps-do-not-know-each-other': {
    [`${GATEWAY}/order.ts`]: imports('../../../scheduler/src/jobs/job.js'),
    'apps/scheduler/src/jobs/job.ts': THING,
  },
  'nothing-shipped-knows-infra': {
    [`${GATEWAY}/order.ts`]: imports('../../../../infra/ports.js'),
    'infra/ports.ts': THING,
  },
  'web-sees-core-and-contracts': {
    'apps/web/src/order-page.tsx': imports('#platform/clock/clock'),
    [`${PLATFORM}/clock/clock.ts`]: THING,
  },
  'web-has-no-node': { 'apps/web/src/order-page.tsx': imports('node:fs') },
  'agent-reaches-no-database': {
    'apps/fab-agent/src/link.ts': imports('#platform/messaging/inbox'),
    [`${PLATFORM}/messaging/inbox.ts`]: imports('#platform/messaging/remember'),
    [`${PLATFORM}/messaging/remember.ts`]: imports('pg'),
  },
  'cli-reaches-no-server': {
    'apps/cli/src/order.ts': imports('#platform/messaging/connection'),
    [`${PLATFORM}/messaging/connection.ts`]: imports('@nats-io/transport-node'),
  },
  'typeorm-is-for-rows': { [`${GATEWAY}/place-order.ts`]: imports('typeorm') },
  'no-circles': {
    [`${GATEWAY}/a.ts`]: imports('./b.js'),
    [`${GATEWAY}/b.ts`]: imports('./c.js'),
    [`${GATEWAY}/c.ts`]: imports('./a.js'),
  },
  'no-barrels': {
    [`${CORE}/lab/lab.ts`]: imports('../kernel/index.js'),
    [`${CORE}/kernel/index.ts`]: "export * from './money.js';\n",
    [`${CORE}/kernel/money.ts`]: THING,
  },
  'no-orphans': { [`${GATEWAY}/forgotten.ts`]: THING },
  'no-dev-packages-in-programs': { [`${GATEWAY}/order.ts`]: imports('fast-check') },
  'no-unnamed-packages': { [`${GATEWAY}/order.ts`]: imports('left-pad') },
  'everything-resolves': { [`${GATEWAY}/order.ts`]: imports('#core/order/nowhere') },
  'nothing-knows-dist': {
    [`${GATEWAY}/order.ts`]: imports('../../../../dist/libs/common/src/core/money.js'),
    'dist/libs/common/src/core/money.js': THING,
  },
};

/** Each of these is allowed, and close to something that is not. */
export const ALLOWED: Tree = {
  [`${CORE}/kernel/money.ts`]: THING,
  [`${CORE}/kernel/money.spec.ts`]: imports('vitest', './money.js'),
  [`${CORE}/design/part.ts`]: imports('fflate', '../kernel/money.js'),
  [`${CORE}/fulfilment/flow.ts`]: imports('../offer/offer.js', '../job/job.js'),
  [`${CORE}/offer/offer.ts`]: THING,
  [`${CORE}/job/job.ts`]: THING,
  'libs/common/src/contracts/shapes.ts': imports('zod', '#core/kernel/money'),
  [`${PLATFORM}/database/outbox.ts`]: imports('typeorm', '#contracts/shapes'),
  [`${GATEWAY}/order.entity.ts`]: imports('typeorm'),
  [`${GATEWAY}/place-order.ts`]:
    "import type { thing as Thing } from 'typeorm';\nexport type T = typeof Thing;\n" + imports('./order.entity.js'),
  'apps/fab-agent/src/link.ts': imports('#platform/messaging/connection'),
  [`${PLATFORM}/messaging/connection.ts`]: imports('@nats-io/transport-node'),
  'apps/web/src/order-page.tsx': imports('#contracts/shapes', 'react'),
};

/** Packages of the planted trees, by the place where package.json names them. */
export const PACKAGES = {
  dependencies: ['zod', 'fflate', 'uuid', 'typeorm', 'pg', '@nats-io/transport-node'],
  devDependencies: ['vitest', 'fast-check', 'react'],
  unnamed: ['left-pad'],
} as const;
