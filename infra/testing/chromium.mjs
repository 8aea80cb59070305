// A Chromium for the browser tests: found, or installed from Debian's package where we are root.

import { existsSync } from 'node:fs';

const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The path of a browser, undefined when there is none and none can be installed. */
export async function findChromium() {
  const { onPath, canInstallPackages, installPackage, firstLineOf } =
    await import('../../dist/infra/system/debian-packages.js');
  const find = () =>
    ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(onPath).find(Boolean);
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && existsSync(given)) return given;
  const found = find() ?? (existsSync(MAC) ? MAC : undefined);
  if (found !== undefined || !canInstallPackages()) return found;
  console.log('  Installing chromium from its Debian package');
  try {
    await installPackage('chromium');
  } catch (error) {
    console.log(`  chromium could not be installed: ${firstLineOf(error)}`);
  }
  return find();
}
