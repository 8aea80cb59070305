// fabcommons: publish, quote, order and look, from a terminal, a script or a Git repository.

import { Command } from 'commander';
import { batchCommands } from './batch-commands.js';
import { decisionCommands } from './decision-commands.js';
import { EXIT } from './exit.js';
import { labCommands } from './lab-commands.js';
import { measureCommands } from './measure-commands.js';
import { orderCommands } from './order-commands.js';
import { packCommands } from './pack-commands.js';
import { publishCommands } from './publish-commands.js';
import { routeCommands } from './route-commands.js';

const program = new Command('fabcommons')
  .description('Design global, make local: publish open designs, and have them made near by.')
  .showHelpAfterError('(fabcommons --help lists the commands)')
  .addHelpText(
    'after',
    `
Exit codes: 0 done · 1 fault, or a replay that is different · 2 wrong command line · 3 refused by the network · 4 network unreachable
            5 some input cannot be used · 6 the order ended without being settled
The network and the key: --url and --key, FABCOMMONS_URL and FABCOMMONS_KEY, or what npm start left in .fabcommons/cli.json`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage));

publishCommands(program);
labCommands(program);
orderCommands(program);
decisionCommands(program);
measureCommands(program);
packCommands(program);
routeCommands(program);
batchCommands(program);

await program.parseAsync();
