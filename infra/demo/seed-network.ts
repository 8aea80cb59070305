// What a new network begins with: a sample of real labs, a dozen of them with simulated agents, and two open designs.

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishFolder } from '../../apps/cli/src/publish-folder.js';
import { readLabList, sendLabs } from '../../apps/cli/src/import-labs.js';
import { readModels, SHIPPED_MODELS } from '../../apps/cli/src/machine-models.js';
import type { Network } from '../network/network.js';
import { REPOSITORY } from '../repository.js';
import { demoMember, stewardOf } from './members.js';
import { enrolSimulated, listed, LOADED_MATERIALS, nearestWith } from './simulated-labs.js';

export const SAMPLE_LABS = join(REPOSITORY, 'data/labs/sample-labs.json');
export const SAMPLE_DESIGNS = ['switch-plate', 'syringe-pump'].map((name) => join(REPOSITORY, 'data/designs', name));

/** The simulated labs stand around Lyon, where the sample is dense; an hour of printing takes them half a minute. */
const LYON = { lat: 45.76, lon: 4.84 };
const SPEED = 120;

export interface Seeded {
  readonly agentHomes: string[];
  readonly toTry: string[];
}

/** Fills a new network once per data folder; answers the homes of its simulated labs and what to try. */
export async function seed(network: Network, labs: number): Promise<Seeded> {
  const { folder, urls } = network;
  const demo = await demoMember(urls.web, { root: folder.root, secrets: folder.programSecrets });
  const done = join(folder.root, 'seeded');
  if (!existsSync(done)) {
    await fill(network, labs);
    for (const design of SAMPLE_DESIGNS) await publishFolder(demo, design, {});
    writeFileSync(done, new Date().toISOString());
  }
  const agentHomes = readdirSync(folder.labs)
    .toSorted()
    .slice(0, labs)
    .map((name) => join(folder.labs, name));
  return {
    agentHomes,
    toTry: [
      `sign in      ${demo.email} with the password ${demo.password}`,
      'from here    npx fabcommons quote switch-plate-gopro-compatible --to "Lyon, FR"',
      'the journey  npm run demo',
      `interface    ${urls.web}/api/docs`,
      `steward      ${join(folder.programSecrets, 'steward.json')}`,
    ],
  };
}

async function fill(network: Network, labs: number): Promise<void> {
  const steward = stewardOf(network.urls.web, network.folder.programSecrets);
  const list = await readLabList(SAMPLE_LABS, await readModels(SHIPPED_MODELS));
  const { labIds } = await sendLabs(steward, list.labs);
  const simulated = nearestWith('fdm', listed(list.labs, labIds), LYON, labs);
  // Two at a time: each enrolment is a program of its own.
  for (let from = 0; from < simulated.length; from += 2) {
    await Promise.all(
      simulated
        .slice(from, from + 2)
        .map((lab) => enrolSimulated(network, steward, lab, { materials: LOADED_MATERIALS, speed: SPEED })),
    );
  }
}
