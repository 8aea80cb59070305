// The scheduler: keeps the promises about machines.

import 'reflect-metadata';
import { readEnv } from '#platform/config/env';
import { makeLogger } from '#platform/logging/logger';
import { settingsSchema } from './settings.js';
import { startScheduler } from './start-scheduler.js';

const settings = readEnv(settingsSchema);
const logger = makeLogger('scheduler');
const scheduler = await startScheduler(settings, logger);
logger.info({ healthPort: settings.HEALTH_PORT }, 'scheduler ready');

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    logger.info({ signal }, 'scheduler stops');
    void scheduler.stop().then(() => process.exit(0));
  });
}
