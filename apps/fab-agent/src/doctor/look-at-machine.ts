// One look at a machine as its driver sees it, beside a running agent and without leaving anything in its home.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECOND_MS } from '#core/kernel/time';
import type { Machine } from '#core/lab/lab';
import { systemClock } from '#platform/clock/clock';
import { connectMachine, type DriverSettings } from '../machines/connect-machine.js';
import type { Observation } from '../machines/machine.js';

const WITHIN_MS = 20 * SECOND_MS;

/** What its driver sees first; a machine that says nothing in time is unreachable. */
export async function lookAtMachine(
  entry: { readonly machine: Machine; readonly driver: DriverSettings },
  withinMs = WITHIN_MS,
): Promise<Observation> {
  const folder = await mkdtemp(join(tmpdir(), 'fab-agent-look-'));
  const ending = AbortSignal.timeout(withinMs);
  try {
    const machine = connectMachine(entry, { folder, clock: systemClock });
    for await (const observation of machine.observe(ending)) return observation;
    return {
      how: 'inferred',
      state: 'unreachable',
      waitsFor: `an answer; there was none in ${withinMs / SECOND_MS} s`,
    };
  } catch (error) {
    return { how: 'inferred', state: 'unreachable', waitsFor: String(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
