// The live network in memory: rebuilt from Postgres, kept fresh by a look at what changed and by the machines' pulses.
// Every scheduler has its own; none is the leader.

import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { LabSight, LiveLab, LiveMachine } from '#core/lab/lab';
import { SUSPECT_AFTER_MS } from '#core/lab/lab';
import type { LoadedMaterial, MachineState } from '#core/lab/lab';
import { LabIndex } from '#core/routing/lab-index';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { LabsRepository, type StoredLab } from './labs.repository.js';

const byId = (a: StoredLab, b: StoredLab): number => (a.profile.id < b.profile.id ? -1 : 1);

interface Heard {
  readonly state: MachineState;
  readonly loaded: readonly LoadedMaterial[];
  readonly freeAtMs: number;
}

@Injectable()
export class NetworkPicture {
  private readonly labs = new Map<string, StoredLab>();
  private readonly heardAt = new Map<string, number>();
  private readonly heard = new Map<string, Heard>();
  private unsaved = new Map<string, number>();
  private lookedAtMs = 0;
  private commitments: ReadonlyMap<string, number> = new Map();
  /** Made at each refresh, because two thousand labs are too many to put together for every quote. */
  private labsNow: readonly LiveLab[] = [];
  /** By id; sorted when a lab has changed, and not at each look. */
  private inOrder: readonly StoredLab[] = [];
  private whereTheyAre: { readonly index: LabIndex; readonly fingerprint: string } | undefined;
  private fingerprintOfLabs: string | undefined;

  constructor(
    @Inject(LabsRepository) private readonly repository: LabsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Takes up what changed in Postgres since the last look. */
  async refresh(): Promise<void> {
    this.commitments = await this.repository.commitments(this.clock.now());
    const { changedAtMs, askedAtMs } = await this.repository.changedSince(this.lookedAtMs);
    const changed = [...changedAtMs].filter(([id, atMs]) => this.labs.get(id)?.changedAtMs !== atMs);
    for (const lab of changed.length === 0 ? [] : await this.repository.load(changed.map(([id]) => id))) {
      const { id } = lab.profile;
      this.labs.set(id, lab);
      this.fingerprintOfLabs = undefined;
      if (lab.lastHeardAtMs !== undefined) this.noteHeard(id, lab.lastHeardAtMs);
    }
    // The look's own instant, not the newest change's: after an import the margin would hold all of it for ever.
    this.lookedAtMs = askedAtMs;
    const nowMs = this.clock.now();
    if (changed.length > 0) this.inOrder = [...this.labs.values()].sort(byId);
    this.labsNow = this.inOrder.map((lab) => this.live(lab, nowMs));
    const fingerprint = this.fingerprint();
    if (this.whereTheyAre?.fingerprint !== fingerprint)
      this.whereTheyAre = { index: new LabIndex(this.labsNow.map(({ profile }) => profile.at)), fingerprint };
  }

  /** A machine gave a sign of life. */
  hear(
    labId: string,
    machineId: string,
    sign: { state: MachineState; loaded: readonly LoadedMaterial[]; remainingSeconds?: number | undefined },
  ): void {
    const nowMs = this.clock.now();
    this.noteHeard(labId, nowMs);
    this.unsaved.set(labId, nowMs);
    this.heard.set(`${labId}/${machineId}`, {
      state: sign.state,
      loaded: sign.loaded,
      freeAtMs: nowMs + (sign.remainingSeconds ?? 0) * 1000,
    });
  }

  /** A lab said something through its own credential. */
  noteHeard(labId: string, atMs: number): void {
    this.heardAt.set(labId, Math.max(atMs, this.heardAt.get(labId) ?? 0));
  }

  /** When the lab was last heard, undefined for never. */
  lastHeard(labId: string): number | undefined {
    return this.heardAt.get(labId);
  }

  answersOf(labId: string): 'auto' | 'person' {
    return this.labs.get(labId)?.answers ?? 'auto';
  }

  /** The labs heard since the last call, for keeping. */
  takeSightings(): Map<string, number> {
    const sightings = this.unsaved;
    this.unsaved = new Map();
    return sightings;
  }

  /** One lab now. */
  lab(labId: string): LiveLab | undefined {
    const stored = this.labs.get(labId);
    return stored && this.live(stored, this.clock.now());
  }

  /** All labs, with what their machines have accepted, as of the last refresh. Asks nobody: it is called in transactions. */
  all(): readonly LiveLab[] {
    return this.labsNow;
  }

  /** Where the labs of {@link all} are. */
  index(): LabIndex | undefined {
    return this.whereTheyAre?.index;
  }

  /** Stands for all profiles and machines, for the hash of a decision's inputs. */
  fingerprint(): string {
    this.fingerprintOfLabs ??= createHash('sha256').update(JSON.stringify(this.inOrder)).digest('hex');
    return this.fingerprintOfLabs;
  }

  private live({ profile, machines, quiet }: StoredLab, nowMs: number): LiveLab {
    const sight = this.sight(profile.id, nowMs);
    return {
      profile,
      sight: quiet && sight === 'live' ? 'quiet' : sight,
      machines: machines.map((machine) => this.liveMachine(profile.id, machine)),
    };
  }

  private liveMachine(labId: string, machine: StoredLab['machines'][number]): LiveMachine {
    const heard = this.heard.get(`${labId}/${machine.id}`);
    return {
      ...machine,
      // Until its first pulse a described machine is taken at its word: the lab's sight decides whether it is asked.
      state: heard?.state ?? 'idle',
      loaded: heard?.loaded ?? machine.loaded,
      freeAtMs: Math.max(heard?.freeAtMs ?? 0, this.commitments.get(machine.id) ?? 0),
    };
  }

  private sight(labId: string, nowMs: number): LabSight {
    const heardAtMs = this.heardAt.get(labId);
    if (heardAtMs === undefined) return 'away';
    return nowMs - heardAtMs < SUSPECT_AFTER_MS ? 'live' : 'suspect';
  }
}
