// The main job on a machine server that is given: sliced by the real PrusaSlicer, started once, done when the server says so.

import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { lookAt, machineFrom } from '../../infra/demo/real-machine.js';
import { runDemo } from '../../infra/demo/run-demo.js';
import type { Network } from '../../infra/network/network.js';
import { REPOSITORY } from '../../infra/repository.js';
import { eventually } from '../support/eventually.js';
import { lookAtTheBooks } from '../support/invariants.js';
import type { PretendServer } from '../support/machine-server.js';
import { PretendMoonraker } from '../support/machine-server-moonraker.js';
import { PretendOctoPrint } from '../support/machine-server-octoprint.js';
import { PretendPrusaLink } from '../support/machine-server-prusalink.js';
import { startTestNetwork } from '../support/processes.js';

const hasSlicer = (): boolean => {
  try {
    return execFileSync('prusa-slicer', ['--help'], { stdio: 'pipe' }).length > 0;
  } catch {
    return false;
  }
};
const MAKES: readonly [string, () => PretendServer][] = [
  ['octoprint', () => new PretendOctoPrint()],
  ['moonraker', () => new PretendMoonraker()],
  ['prusalink', () => new PretendPrusaLink()],
];

let network: Network;
let server: PretendServer | undefined;
beforeEach(async () => {
  network = await startTestNetwork();
});
afterEach(async () => {
  await network?.stop();
  await server?.close();
});

describe.skipIf(!hasSlicer())('the main job on a given machine', () => {
  it.each(MAKES)('runs on %s', async (driver, make) => {
    const machineServer = await make().open();
    server = machineServer;
    const { url, key } = machineServer;
    const machine = machineFrom({ driver, 'machine-url': url, 'api-key': key, bed: '250x210x220' })!;
    expect(await lookAt(machine)).toContain('idle');
    const done = runDemo(
      network,
      {
        design: join(REPOSITORY, 'data/designs/switch-plate'),
        to: { lat: 45.19, lon: 5.72 },
        quantity: 1,
        material: 'PLA',
        labs: join(REPOSITORY, 'data/labs/sample-labs.json'),
        failFirst: false,
        agents: 1,
        withinMs: 120_000,
        machine,
      },
      () => {},
    );
    const printing = eventually(
      { sample: () => machineServer.running, describeFailure: () => 'nothing was started on the machine' },
      { withinMs: 90_000 },
    );
    expect(await Promise.race([printing, done.then(() => 'the demo ended')])).toMatch(/^fabcommons-job_.*\.gcode$/);
    machineServer.finish();
    expect((await done).order?.state).toBe('settled');
    expect(machineServer.starts).toHaveLength(1);
    await lookAtTheBooks(network);
  });
});
