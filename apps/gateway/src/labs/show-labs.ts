// Labs as people see them: the profile, and what is live of its machines.

import { Inject, Injectable } from '@nestjs/common';
import type { LabView } from '#contracts/http/labs';
import type { LabId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { toIso } from '#core/kernel/time';
import type { LabRow } from './lab.entity.js';
import { LabsRepository, type LabSearch } from './labs.repository.js';
import { LiveNetwork, type NetworkLab } from './live-network.js';

@Injectable()
export class ShowLabs {
  constructor(
    @Inject(LabsRepository) private readonly labs: LabsRepository,
    @Inject(LiveNetwork) private readonly network: LiveNetwork,
  ) {}

  async list(search: LabSearch): Promise<Result<{ labs: LabView[]; total: number }>> {
    const [{ labs, total }, live] = await Promise.all([this.labs.search(search), this.network.labs()]);
    return ok({ labs: labs.map((lab) => viewOf(lab, live.get(lab.id))), total });
  }

  async read(labId: LabId): Promise<Result<LabView>> {
    const lab = await this.labs.find(labId);
    return lab ? ok(await this.view(lab)) : noSuchLab(labId);
  }

  async view(lab: LabRow): Promise<LabView> {
    return viewOf(lab, (await this.network.labs()).get(lab.id));
  }
}

export const noSuchLab = (labId: LabId): Result<never> =>
  refuse('lab/not-found', `There is no lab ${labId}.`, { remedy: 'List the labs.' });

/** Machines that the agent reports come first, with their state; those only declared follow without one. */
export function viewOf({ profile, machines }: Pick<LabRow, 'profile' | 'machines'>, live?: NetworkLab): LabView {
  const reported = live?.machines ?? [];
  const known = new Set(reported.map(({ machine }) => machine.id));
  return {
    profile,
    sight: live?.sight ?? 'away',
    machines: [
      ...reported.map(({ machine, state, freeAtMs }) => ({ machine, state, freeAt: toIso(freeAtMs) })),
      ...machines.filter(({ id }) => !known.has(id)).map((machine) => ({ machine })),
    ],
  } as LabView;
}
