// The material families that the network can name, and at how many machines each is loaded.

import { Inject, Injectable } from '@nestjs/common';
import { MATERIALS, materialFacts } from '#core/costing/materials';
import { normaliseMaterial, type Material, type Process } from '#core/design/part';
import { ok, refuse, type Result } from '#core/kernel/result';
import { LiveNetwork } from './live-network.js';

interface MaterialView {
  readonly material: Material;
  readonly process: Process;
  readonly densityGramsPerCm3: number;
  readonly loadedAtMachines: number;
}

@Injectable()
export class ListMaterials {
  constructor(@Inject(LiveNetwork) private readonly network: LiveNetwork) {}

  async handle(): Promise<Result<{ materials: MaterialView[] }>> {
    const machines = [...(await this.network.labs()).values()].flatMap((lab) => lab.machines);
    const materials = Object.entries(MATERIALS).map(([material, { process, densityGramsPerCm3 }]) => ({
      material,
      process,
      densityGramsPerCm3,
      loadedAtMachines: machines.filter(({ machine }) =>
        machine.loaded.some((loaded) => normaliseMaterial(loaded.material) === material),
      ).length,
    }));
    return ok({ materials });
  }
}

/** Refuses `material/unknown` for a word that is no material family, naming those that are. */
export function knownMaterial(material: Material): Result<Material> {
  if (materialFacts(material)) return ok(material);
  return refuse('material/unknown', `No material family is called “${material}”.`, {
    remedy: `The network knows ${Object.keys(MATERIALS).join(', ')}.`,
    details: { known: Object.keys(MATERIALS) },
  });
}
