// A whole network of real processes for a test: in a folder and on ports of its own, gone without a trace afterwards.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Network, NetworkOptions } from '../../infra/network/network.js';
import { startNetwork } from '../../infra/network/start-network.js';
import { anyFreePort } from './ports.js';

/** A network whose `stop` also deletes its folder. The programs must be built (npm test does that). */
export async function startTestNetwork(options: Partial<NetworkOptions> = {}): Promise<Network> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'fabcommons-network-'));
  // As root, PostgreSQL runs as somebody else, who must get through here.
  chmodSync(dataDir, 0o711);
  const [web, schedulerHealth, postgres, nats] = await Promise.all([
    anyFreePort(),
    anyFreePort(),
    anyFreePort(),
    anyFreePort(),
  ]);
  const network = await startNetwork({
    throwAway: true,
    ports: { web, schedulerHealth, postgres, nats },
    ...options,
    dataDir,
  });
  return {
    ...network,
    async stop() {
      await network.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
