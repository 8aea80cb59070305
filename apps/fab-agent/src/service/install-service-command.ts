// fabcommons-agent install-service: writes a systemd unit, and says how it is switched on.

import { mkdir, writeFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { readLabFile } from '../home/home-folder.js';
import { systemdUnit } from './systemd-unit.js';
import type { Terminal } from './terminal.js';

const NAME = 'fabcommons-agent.service';

interface Options {
  home: string[];
  system: boolean;
  user: string;
  print: boolean;
}

/** Adds `install-service`. */
export function addInstallServiceCommand(program: Command, { defaultHome, say, fail }: Terminal): void {
  program
    .command('install-service')
    .description('write a systemd unit, so that the agent runs whenever this computer does')
    .option('--home <dir...>', 'folders of enrolled labs', [defaultHome])
    .option('--system', 'a unit of the system (needs root), not of this user', false)
    .option('--user <name>', 'with --system: whom the agent runs as', process.env['SUDO_USER'] ?? userInfo().username)
    .option('--print', 'print the unit, write nothing', false)
    .action(async ({ home, system, user, print }: Options) => {
      const homes = home.map((one) => resolve(one));
      const labs = await Promise.all(homes.map((one) => readLabFile(one)));
      const missing = homes.find((_, index) => labs[index] === undefined);
      if (missing !== undefined) return fail(`${missing} is not enrolled. Run "fabcommons-agent enrol CODE" first.`);
      const folders = labs
        .flatMap((lab) => lab?.machines ?? [])
        .flatMap(({ driver }) => (driver.kind === 'folder' ? [resolve(driver.folder)] : []));
      if (process.argv[1]?.includes('_npx'))
        return fail('npx throws programs away. Install it first: npm install -g fabcommons-agent, then fabcommons-agent install-service'); // prettier-ignore
      const command = [process.execPath, resolve(process.argv[1] ?? '')];
      const scope = system ? ('system' as const) : ('user' as const);
      const unit = systemdUnit({ scope, homes, command, user, folders });
      if (print) return say(unit.trimEnd());
      const path = system
        ? join('/etc/systemd/system', NAME)
        : join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'systemd/user', NAME);
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, unit, { mode: 0o644 });
      } catch (error) {
        return fail(`${path} can not be written: ${String(error)}${system ? ' Use sudo.' : ''}`);
      }
      say(`${path} is written. Switch it on:`);
      const systemctl = system ? 'sudo systemctl' : 'systemctl --user';
      say(`  ${systemctl} daemon-reload && ${systemctl} enable --now ${NAME}`);
      if (!system) say(`  loginctl enable-linger ${user}   (so that it runs while nobody is logged in)`);
      else say(`  journalctl -u ${NAME} -f   (what it says)`);
    });
}
