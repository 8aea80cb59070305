// fabcommons route: the network's own routing, from files; docs/route.md has the formats.

import { type Command, InvalidArgumentError } from 'commander';
import { between, command, type Common } from './command.js';
import { EXIT } from './exit.js';
import { routeOrders } from './route-orders.js';

type Options = Common & {
  readonly labs: string;
  readonly orders: string;
  readonly policy?: string;
  readonly now?: number;
  readonly assign?: boolean;
  readonly hours: number;
  readonly seconds: number;
};

export function routeCommands(program: Command): void {
  command<Options>(
    program,
    'route',
    'route orders to labs, as the network would, without a network; prints JSON',
    async (_output, { labs, orders, policy, now = Date.now(), assign = false, hours, seconds }) => {
      const counts = await routeOrders(
        { labs, orders, policy, nowMs: now, assign: assign ? { hours, seconds } : undefined },
        { out: process.stdout, progress: (done) => void process.stderr.write(`${done} orders routed\n`) },
      );
      process.stderr.write(
        `${counts.orders} orders: ${counts.routed} routed, ${counts.stranded} nobody can make, ${counts.wrong} wrong; ${counts.wrongLabs} labs wrong\n`,
      );
      if (counts.wrong + counts.wrongLabs > 0) process.exitCode = EXIT.unusableInput;
    },
  )
    .requiredOption('--labs <file>', 'JSON, JSON lines or CSV')
    .requiredOption('--orders <file>', 'JSON, JSON lines or CSV')
    .option('--policy <file>', 'JSON; what it leaves out is as in the first policy')
    .option('--now <time>', 'ISO 8601: route as if it were then', instant)
    .option('--assign', 'also assign all orders together, so that no machine has more to do than its hours')
    .option('--hours <h>', 'that each machine has for them, from now on', between(0, 8_760), 24)
    .option('--seconds <s>', 'to look for a better assignment', between(0, 3_600), 2);
}

function instant(text: string): number {
  const atMs = Date.parse(text);
  if (Number.isFinite(atMs)) return atMs;
  throw new InvalidArgumentError('It has to be a time like 2026-11-21T08:00:00Z.');
}
