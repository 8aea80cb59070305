import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SimulatedMachine } from '../../../apps/fab-agent/src/machines/drivers/simulated/simulated-machine.js';
import { holdsTheContract } from './driver-contract.js';
import { aMachine, anAgentsDisk, type Stage } from './driver-stage.js';

/** Its time is the test's: nothing ends before the test says so. */
async function makeStage(gcode: boolean): Promise<Stage> {
  const disk = anAgentsDisk();
  let nowMs = 1_000_000;
  const memoryFile = join(disk.folder, 'memory.json');
  const settings = { kind: 'simulated' as const, speed: 1, heatSeconds: 10, clearBedSeconds: 10, gcode };
  const open = () => new SimulatedMachine({ machine: aMachine, settings, memoryFile, clock: { now: () => nowMs } });
  const machine = open();
  const jobs = (): { jobId: string; stoppedAtMs?: number; startedAtMs: number; seconds: number }[] => {
    try {
      return (JSON.parse(readFileSync(memoryFile, 'utf8')) as { jobs: ReturnType<typeof jobs> }).jobs;
    } catch {
      return [];
    }
  };
  return {
    machine,
    reopen: open,
    order: disk.order,
    world: {
      begun: (jobId) => jobs().filter((one) => one.jobId === jobId).length,
      making: () => {
        const last = jobs().at(-1);
        const isOver =
          !last || last.stoppedAtMs !== undefined || nowMs >= last.startedAtMs + (last.seconds + 10) * 1000;
        return isOver ? undefined : last.jobId;
      },
      finish: async () => void (nowMs += 1_000_000),
    },
    clear: () => void (nowMs += 60_000),
    close: async () => disk.remove(),
  };
}

holdsTheContract('a simulation of plates', () => makeStage(false));
holdsTheContract('a simulation of G-code', () => makeStage(true));

test('a simulated firmware fails a job where its G-code leaves the machine', async () => {
  const disk = anAgentsDisk();
  const machine = disk.connect({ kind: 'simulated', gcode: true, speed: 1_000_000 });
  const order = disk.order('job_a');
  writeFileSync(order.file, 'G28\nG1 X10 F600\nG1 X900\n');
  expect(machine.takes).toBe('gcode');
  expect(await machine.start(order)).toMatchObject({ ok: true });
  await expect
    .poll(() => machine.recall('job_a'))
    .toEqual({
      kind: 'ended',
      outcome: 'failed',
      reason: 'Line 3: Move out of range: X900.000.',
    });
  disk.remove();
});
