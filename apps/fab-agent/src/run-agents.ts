// Several labs in one process, each by itself: one whose disk or settings fail is started again, the others go on.

import { createServer, type Server } from 'node:http';
import { inspect } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { makeLogger, type Logger } from '#platform/logging/logger';
import { LabAgent } from './lab-agent.js';

const START_AGAIN_MS = 5_000;

/** Runs the agents of these homes until SIGTERM or SIGINT. A lone home that cannot start throws. */
export async function runAgents(homes: readonly string[]): Promise<void> {
  const logger = makeLogger('fab-agent');
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
  const keepers = homes.map((home) => new Keeper(home, logger));
  const health = listenForHealth(keepers);
  await Promise.all(keepers.map((keeper) => keeper.run(ending.signal, homes.length === 1))).finally(() => {
    health?.close();
  });
  logger.info('agent ended; the machines go on');
  // A first connection that never came about can not be called off, and would hold the process.
  process.exit();
}

class Keeper {
  agent: LabAgent | undefined;

  constructor(
    private readonly home: string,
    private readonly logger: Logger,
  ) {}

  async run(signal: AbortSignal, isOnly: boolean): Promise<void> {
    const told = new Promise<'told'>((resolve) => signal.addEventListener('abort', () => resolve('told')));
    for (let first = true; !signal.aborted; first = false) {
      try {
        this.agent = await LabAgent.start(this.settings());
        const why = signal.aborted ? 'told' : await Promise.race([told, this.agent.failure]);
        if (why !== 'told')
          this.logger.error({ home: this.home, error: inspect(why.cause ?? why) }, 'lab’s disk failed');
        await this.agent.stop();
      } catch (error) {
        if (first && isOnly) throw error;
        this.logger.error({ home: this.home, error: String(error) }, 'lab can not be served; trying again');
      }
      this.agent = undefined;
      await delay(START_AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  }

  private settings() {
    const { NATS_URL: natsUrl, GATEWAY_URL: networkUrl } = process.env;
    return { home: this.home, natsUrl: natsUrl || undefined, networkUrl: networkUrl || undefined, logger: this.logger };
  }
}

/** `/healthz`: the process runs; `/readyz`: all labs are served and reach the network. Only with HEALTH_PORT. */
function listenForHealth(keepers: readonly Keeper[]): Server | undefined {
  const port = Number(process.env['HEALTH_PORT'] ?? '');
  if (!Number.isInteger(port) || port <= 0) return undefined;
  const server = createServer((request, response) => {
    const ready = keepers.every(({ agent }) => agent?.networkReached === true);
    const good = request.url === '/healthz' || (request.url === '/readyz' && ready);
    response.writeHead(good ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ labs: keepers.length, ready }));
  });
  return server.listen(port, process.env['HOST'] ?? '127.0.0.1');
}
