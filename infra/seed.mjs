// What a new network is filled with: first designs and the simulated labs.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Called at every start, when gateway and scheduler are ready and no agent runs yet; does its work once per data folder.
 * @param {import('./network/network.js').Network} network
 * @param {{ labs: number, say: (line: string) => void }} options how many simulated labs there shall be
 * @returns {Promise<{ agentHomes: string[], toTry: string[] }>} the homes of enrolled agents, and lines on what to try
 */
export async function seedNetwork(network, { labs }) {
  const homes = existsSync(network.folder.labs) ? readdirSync(network.folder.labs).toSorted() : [];
  return { agentHomes: homes.slice(0, labs).map((name) => join(network.folder.labs, name)), toTry: [] };
}
