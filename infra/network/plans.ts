// How our own programs are run and when they count as ready.

import { join } from 'node:path';
import { REPOSITORY } from '../repository.js';
import type { DataFolder } from './data-folder.js';
import type { Environment } from './environment.js';
import type { ProcessPlan } from './managed-process.js';
import { commandOf, READY_PATH, type START_COMMANDS } from './programs.js';

interface Parts {
  readonly name: string;
  readonly program: 'gateway' | 'scheduler' | 'agent';
  readonly env: Environment;
  readonly care: Care;
}

/** What all programs of a network have in common. */
export interface Care {
  readonly keepAlive: boolean;
  /** Other commands than the built programs, for tests of the supervision itself. */
  readonly commands?: Partial<Record<keyof typeof START_COMMANDS, readonly [string, ...string[]]>> | undefined;
  readonly onFall?: ((line: string) => void) | undefined;
}

function programPlan(folder: DataFolder, { name, program, env, care }: Parts): ProcessPlan {
  const command = care.commands?.[program] ?? commandOf(program);
  return {
    name,
    command,
    env,
    cwd: REPOSITORY,
    mark: command[1] ?? command[0],
    logFile: join(folder.logs, `${name}.log`),
    pidFile: join(folder.run, `${name}.pid`),
    stopSignal: 'SIGTERM',
    keepAlive: care.keepAlive,
    onFall: care.onFall,
  };
}

export const gatewayPlan = (folder: DataFolder, env: Environment, care: Care): ProcessPlan => ({
  ...programPlan(folder, { name: 'gateway', program: 'gateway', env, care }),
  isReady: () => saysReady(Number(env['PORT'])),
});

export const schedulerPlan = (folder: DataFolder, env: Environment, care: Care): ProcessPlan => ({
  ...programPlan(folder, { name: 'scheduler', program: 'scheduler', env, care }),
  isReady: () => saysReady(Number(env['HEALTH_PORT'])),
});

/** An agent is ready for us when it runs; the network sees it by its pulse. */
export const agentPlan = (folder: DataFolder, parts: Omit<Parts, 'program'>): ProcessPlan =>
  programPlan(folder, { ...parts, program: 'agent' });

async function saysReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}${READY_PATH}`, { signal: AbortSignal.timeout(2_000) });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`${READY_PATH} answers ${answer.status}`);
  return true;
}
