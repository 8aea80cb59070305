// What a customer is told before buying: on which machines plates gather that these pieces could join, and what it saves.

import { Inject, Injectable } from '@nestjs/common';
import { judgeJoining, settingsKey, type PromisedPortion } from '#core/batch/gathering';
import { layByBoxes, workOf } from '#core/batch/lay-together';
import { shareCosts } from '#core/batch/share-costs';
import { labShareMinor, priceOfPlate } from '#core/costing/price-plate';
import { materialsOf } from '#core/costing/materials';
import { estimatesOf, type PartCount } from '#core/costing/plate-work';
import type { Part, ReleaseSnapshot } from '#core/design/part';
import type { MachineId, OrderId } from '#core/kernel/ids';
import type { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import { Router } from '../quoting/router.js';
import { MakingRepository, type WholeBatch } from './making.repository.js';
import { ReadBatch } from './read-batch.js';

/** Others whose pieces wait there, and what sharing with them would save, minor units. */
export interface Sharing {
  readonly orders: number;
  readonly savesMinor: number;
}

export interface Wanted {
  readonly release: Pick<ReleaseSnapshot, 'parts'>;
  readonly counts: readonly PartCount[];
  readonly material: string;
  readonly color?: string | undefined;
}

/** What of it is made by one process. */
interface OfProcess extends Omit<Wanted, 'release'> {
  readonly parts: readonly Part[];
}

/** As if it were an order already; it is never written. */
const ASKED = 'ord_asked' as OrderId;

@Injectable()
export class PreviewSharing {
  @Inject(DATA_SOURCE) private readonly source!: DataSource;
  @Inject(CLOCK) private readonly clock!: Clock;
  @Inject(MakingRepository) private readonly making!: MakingRepository;
  @Inject(ReadBatch) private readonly readBatch!: ReadBatch;
  @Inject(Router) private readonly router!: Router;

  /** By machine, the plate that saves most; by their boxes alone, so that nobody is promised what shapes might do. */
  async run({ release, counts, material: chosen, color }: Wanted): Promise<Map<MachineId, Sharing>> {
    const best = new Map<MachineId, Sharing>();
    for (const [process, material] of materialsOf(release.parts, chosen)) {
      const parts = release.parts.filter((part) => part.process === process);
      const theirs = counts.filter(({ partId }) => parts.some(({ id }) => id === partId));
      await this.look({ parts, counts: theirs, material, color: material === chosen ? color : undefined }, best);
    }
    return best;
  }

  private async look({ parts, counts, material, color }: OfProcess, best: Map<MachineId, Sharing>): Promise<void> {
    const joining = { orderId: ASKED, parts, counts, promisedAtMs: Infinity };
    for (const whole of await this.making.gatheringAlike(this.source.manager, settingsKey(parts, material, color))) {
      const sharing = await this.consider(whole, joining);
      const machineId = whole.batch.machineId as MachineId;
      if (sharing && sharing.savesMinor > (best.get(machineId)?.savesMinor ?? 0)) best.set(machineId, sharing);
    }
  }

  private async consider(whole: WholeBatch, joining: PromisedPortion): Promise<Sharing | undefined> {
    const site = this.readBatch.site(whole.batch, this.clock.now());
    if (!site) return undefined;
    const { policy } = this.router;
    const there = await this.readBatch.portions(this.source.manager, whole);
    const all = [...there, joining];
    const estimates = estimatesOf(all.flatMap(({ parts }) => parts), whole.batch.material); // prettier-ignore
    const pricing = { prices: site.prices, policy, estimates };
    if (!judgeJoining({ there, joining, pricing, ...site }) || !layByBoxes(all, site.machine, policy.gapMm))
      return undefined;
    const shares = shareCosts(all.length, (members) => {
      const some = members.map((member) => all[member]!);
      return priceOfPlate(workOf(some, estimates), site.prices, policy);
    });
    const alone = priceOfPlate(workOf([joining], estimates), site.prices, policy);
    const savesMinor = labShareMinor(alone) - labShareMinor(shares.at(-1)!);
    return savesMinor > 0 ? { orders: there.length, savesMinor } : undefined;
  }
}
