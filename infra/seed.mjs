// What a new network is filled with: first designs and the simulated labs. The work is done by what was built.

/**
 * Called at every start, when gateway and scheduler are ready and no agent runs yet; does its work once per data folder.
 * @param {import('./network/network.js').Network} network
 * @param {{ labs: number }} options how many simulated labs there shall be
 * @returns {Promise<{ agentHomes: string[], toTry: string[] }>} the homes of enrolled agents, and lines on what to try
 */
export async function seedNetwork(network, { labs }) {
  const { seed } = await import('../dist/infra/demo/seed-network.js');
  return seed(network, labs);
}
