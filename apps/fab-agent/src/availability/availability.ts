// What the lab's machines may begin now, and what they hold: out of lab.json, what a person said, and Spoolman.

import { ok, refuse, type Result } from '#core/kernel/result';
import type { LoadedMaterial, Machine } from '#core/lab/lab';
import type { Clock } from '#platform/clock/clock';
import type { LabFile } from '../home/home-folder.js';
import type { ConnectedMachine } from '../machines/machine.js';
import type { Judgement } from '../offers/judge-offer.js';
import { isAttended, nextAttended } from './attendance.js';
import { holdOf } from './holds.js';
import type { KeptWord } from './kept-word.js';

export class Availability {
  /** By the machine's id; absent where Spoolman is not asked or does not know. */
  private spools: ReadonlyMap<string, readonly LoadedMaterial[]> = new Map();
  private listener: () => void = () => {};

  constructor(
    readonly lab: LabFile,
    private readonly kept: KeptWord,
    readonly clock: Clock,
  ) {}

  get paused(): KeptWord['paused'] {
    return this.kept.paused;
  }

  /** Is told whenever something may have changed. */
  onChange(listener: () => void): void {
    this.listener = listener;
  }

  /** What a start on a machine waits for that would take so long; undefined: nothing. 0 s: whether it is held now. */
  holdOf(machineId: string, seconds: number): string | undefined {
    const machine = this.lab.machines.find((entry) => entry.machine.id === machineId)?.machine;
    if (machine === undefined) return undefined;
    const { maintenance = [] } = this.lab.availability ?? {};
    return holdOf({ paused: this.kept.paused, maintenance, machine, nowMs: this.clock.now(), seconds });
  }

  /** An answer to an offer as the times allow it: nobody is asked who is not there, and what is held takes nothing. */
  within(judgement: Judgement, machineId: string): Judgement {
    if (judgement.kind === 'declined') return judgement;
    const hold = this.holdOf(machineId, 0);
    if (hold !== undefined) return { kind: 'declined', reason: `It would wait for ${hold}.` };
    const { attended } = this.lab.availability ?? {};
    const nowMs = this.clock.now();
    if (judgement.kind !== 'ask' || attended === undefined || isAttended(attended, nowMs)) return judgement;
    const next = nextAttended(attended, nowMs);
    const when = next === undefined ? '' : ` before ${next} there`;
    return { kind: 'declined', reason: `Nobody is at the lab to say yes${when}.` };
  }

  /** The same machine with what is known to be on it now. */
  withLoaded(machine: ConnectedMachine): ConnectedMachine {
    const describe = (): Machine => {
      const own = machine.describe();
      const loaded = this.spools.get(own.id) ?? this.kept.loadedOn(own.id);
      return loaded === undefined ? own : { ...own, loaded };
    };
    return {
      can: machine.can,
      takes: machine.takes,
      describe,
      start: (order) => machine.start(order),
      stop: (jobId) => machine.stop(jobId),
      recall: (jobId) => machine.recall(jobId),
      observe: (signal) => machine.observe(signal),
    };
  }

  /** What Spoolman says, whole; machines that it does not name keep what a person said. */
  setSpools(spools: ReadonlyMap<string, readonly LoadedMaterial[]>): void {
    this.spools = spools;
    this.listener();
  }

  async pause(because: string): Promise<Result<string>> {
    await this.kept.pause(because, this.clock.now());
    this.listener();
    return ok('The lab is paused: it takes no offers and begins nothing. What is being made goes on.');
  }

  async resume(): Promise<Result<string>> {
    if (this.kept.paused === undefined) return ok('The lab was not paused.');
    await this.kept.resume();
    this.listener();
    return ok('The lab goes on.');
  }

  /** Notes what is on a machine, by its id or its name. */
  async load(asked: string, loaded: readonly LoadedMaterial[]): Promise<Result<string>> {
    const machines = this.lab.machines.map(({ machine }) => machine);
    const [found, other] = machines.filter(
      ({ id, name }) => id === asked || name.toLowerCase() === asked.toLowerCase(),
    );
    if (found === undefined) return refuse('machine/unknown', `This lab has no machine “${asked}”.`);
    if (other !== undefined) return refuse('machine/ambiguous', `Several machines are called “${asked}”: give the id.`);
    if (this.spools.has(found.id)) return refuse('machine/spoolman', `Spoolman says what is on ${found.name}.`);
    await this.kept.load(found.id, loaded);
    this.listener();
    const words = loaded.map(({ material, color }) => [material, color].filter(Boolean).join(' ')).join(', ');
    return ok(`${found.name} holds ${words || 'nothing that is said'}.`);
  }
}
