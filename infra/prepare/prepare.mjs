// The set-up that every command of the repository begins with: the right Node, the packages, a fresh build.

import { prepareBuild } from './build.mjs';
import { requireNode } from './node-version.mjs';
import { preparePackages } from './packages.mjs';
import { StepFailed } from './step.mjs';

/**
 * Makes the repository ready to run. False when it could not be: the failed step's own words are on the screen then.
 * @returns {Promise<boolean>}
 */
export async function prepare() {
  requireNode();
  try {
    await preparePackages();
    await prepareBuild();
    return true;
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.error(`\n${error.output.trim()}\n\n${error.message}`);
    return false;
  }
}
