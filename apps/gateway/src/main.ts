// The gateway: keeps the promises between people.

import 'reflect-metadata';
import { makeLogger } from '#platform/logging/logger';
import { readSettings } from './settings.js';
import { startGateway } from './start-gateway.js';

const logger = makeLogger('gateway');

try {
  const gateway = await startGateway(readSettings(), logger);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      logger.info({ signal }, 'ending');
      gateway.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ error: String(error) }, 'did not end in good order');
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  logger.fatal({ error: error instanceof Error ? error.stack : String(error) }, 'the gateway cannot start');
  process.exit(1);
}
