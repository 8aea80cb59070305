// What the contract of drivers needs of a stage: a machine behind its driver, and a hand in the machine's world.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Machine } from '#core/lab/lab';
import { systemClock } from '#platform/clock/clock';
import { connectMachine, driverSchema } from '../../../apps/fab-agent/src/machines/connect-machine.js';
import type { ConnectedMachine, Observation } from '../../../apps/fab-agent/src/machines/machine.js';
import { eventually } from '../../support/eventually.js';
import type { PretendServer } from '../../support/machine-server.js';

/** What happens at the machine, told by the test. */
export interface World {
  /** How often the machine, or its person, was made to begin this job. */
  begun(jobId: string): number;
  /** What it makes: a job's id, `foreign`, or nothing. */
  making(): string | undefined;
  /** For machines where starting takes somebody's hand. */
  takeUp?(jobId: string): Promise<void>;
  finish(jobId: string): Promise<void>;
  /** Whoever was asked to stop, does. */
  obeyStop?(jobId: string): Promise<void>;
  startForeign?(): void;
}

export interface Stage {
  readonly machine: ConnectedMachine;
  readonly world: World;
  /** Only where there is a server in between. */
  readonly server?: PretendServer;
  /** The agent starts anew, on the same disk. */
  reopen(): ConnectedMachine;
  withWrongKey?(): ConnectedMachine;
  order(jobId: string): { jobId: string; file: string; estimate: { seconds: number; massGrams: number } };
  /** Clears what is left from a job, so that the next can come. */
  clear(): void;
  close(): Promise<void>;
}

export const aMachine: Machine = {
  id: 'mac_019aa5f2b1c07000800000000000000a' as Machine['id'],
  name: 'Bench',
  process: 'fdm',
  buildVolumeMm: { x: 200, y: 200, z: 180 },
  bedShape: 'rectangular',
  loaded: [],
};

const PACE = { busyMs: 10, idleMs: 10, awayMs: 40 };

/** A folder of the agent, and drivers that live in it. */
export function anAgentsDisk() {
  const folder = mkdtempSync(join(tmpdir(), 'driver-'));
  const file = join(folder, 'job.gcode');
  writeFileSync(file, 'G28\nG1 X10 F600\n'.repeat(50));
  return {
    folder,
    connect: (settings: object): ConnectedMachine =>
      connectMachine(
        { machine: aMachine, driver: driverSchema.parse(settings) },
        { folder, clock: systemClock, pace: PACE },
      ),
    order: (jobId: string) => ({ jobId, file, estimate: { seconds: 60, massGrams: 5 } }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Stage of a driver that speaks with a server. */
export async function servedStage(server: PretendServer, settings: object, wrong: object): Promise<Stage> {
  await server.open();
  const disk = anAgentsDisk();
  const all = { ...settings, url: server.url };
  const name = (jobId: string): string => `fabcommons-${jobId}.gcode`;
  return {
    machine: disk.connect(all),
    server,
    world: {
      begun: (jobId) => server.starts.filter((one) => one === name(jobId)).length,
      making: () => {
        const { running } = server;
        if (running === undefined) return undefined;
        return /^fabcommons-(.*)\.gcode$/.exec(running)?.[1] ?? 'foreign';
      },
      finish: async () => server.finish(),
      startForeign: () => server.startForeign(),
    },
    reopen: () => disk.connect(all),
    withWrongKey: () => disk.connect({ ...all, ...wrong }),
    order: disk.order,
    clear: () => {
      if ('putAway' in server) (server.putAway as () => void)();
    },
    close: async () => {
      await server.close();
      disk.remove();
    },
  };
}

/** Everything that is seen of a machine from now on. */
export function watch(machine: ConnectedMachine) {
  const seen: Observation[] = [];
  const ending = new AbortController();
  const watching = (async () => {
    for await (const one of machine.observe(ending.signal)) seen.push(one);
  })();
  return {
    seen,
    until: (what: string, satisfied: (one: Observation) => boolean) =>
      eventually(
        {
          sample: () => seen.at(-1),
          satisfied: (one) => one !== undefined && satisfied(one),
          describeFailure: (last) => `the machine was never seen ${what}, but ${JSON.stringify(last)}`,
        },
        { withinMs: 8_000 },
      ),
    end: async () => {
      ending.abort();
      await watching;
    },
  };
}
