// How the picture learns: profiles from the gateway, machines and signs of life from the agents.

import { Inject, Injectable } from '@nestjs/common';
import type { DataOf } from '#contracts/define-message';
import type { BackAtLab, MachinesDescribed, Pulse } from '#contracts/messages/lab-messages';
import type { LabBack, LabChanged, LabsChanged } from '#contracts/messages/order-messages';
import type { Tx } from '#platform/database/unit-of-work';
import { PermanentFault } from '#platform/messaging/fault';
import type { Context, HandlesMessage, HearsPulse, RunsRegularly } from '#platform/messaging/handlers';
import { LabsRepository } from './labs.repository.js';
import { NetworkPicture } from './network-picture.js';

@Injectable()
export class NoteLab implements HandlesMessage<DataOf<typeof LabChanged>, Tx> {
  constructor(@Inject(LabsRepository) private readonly labs: LabsRepository) {}

  async handle({ lab }: DataOf<typeof LabChanged>, { unit, envelope }: Context<Tx>): Promise<void> {
    await this.labs.save(unit.manager, [lab], envelope.atMs);
  }
}

@Injectable()
export class NoteLabs implements HandlesMessage<DataOf<typeof LabsChanged>, Tx> {
  constructor(@Inject(LabsRepository) private readonly labs: LabsRepository) {}

  async handle({ labs }: DataOf<typeof LabsChanged>, { unit, envelope }: Context<Tx>): Promise<void> {
    await this.labs.save(unit.manager, labs, envelope.atMs);
  }
}

@Injectable()
export class NoteMachines implements HandlesMessage<DataOf<typeof MachinesDescribed>, Tx> {
  constructor(
    @Inject(LabsRepository) private readonly labs: LabsRepository,
    @Inject(NetworkPicture) private readonly picture: NetworkPicture,
  ) {}

  async handle(
    { machines, answers = 'auto' }: DataOf<typeof MachinesDescribed>,
    { unit, labId }: Context<Tx>,
  ): Promise<void> {
    if (labId === undefined) throw new PermanentFault('machines can only be described under a lab’s own subject');
    await this.labs.describe(unit.manager, labId, { machines, answers });
    await this.labs.noteBack(unit.manager, labId);
    this.picture.noteHeard(labId, unit.nowMs);
  }
}

/** A quiet lab is back: its agent says so, or the gateway for who runs it. */
@Injectable()
export class NoteBack implements HandlesMessage<DataOf<typeof BackAtLab> | DataOf<typeof LabBack>, Tx> {
  constructor(@Inject(LabsRepository) private readonly labs: LabsRepository) {}

  async handle(said: DataOf<typeof BackAtLab> | DataOf<typeof LabBack>, { unit, labId }: Context<Tx>): Promise<void> {
    // Under a lab's own subject it speaks of itself alone.
    const back = labId ?? ('labId' in said ? said.labId : undefined);
    if (back !== undefined) await this.labs.noteBack(unit.manager, back);
  }
}

@Injectable()
export class HearPulse implements HearsPulse<DataOf<typeof Pulse>> {
  constructor(@Inject(NetworkPicture) private readonly picture: NetworkPicture) {}

  hear(pulse: DataOf<typeof Pulse>, labId: string): void {
    this.picture.hear(labId, pulse.machineId, pulse);
  }
}

@Injectable()
export class RefreshPicture implements RunsRegularly {
  constructor(@Inject(NetworkPicture) private readonly picture: NetworkPicture) {}

  run(): Promise<void> {
    return this.picture.refresh();
  }
}

@Injectable()
export class SaveSightings implements RunsRegularly {
  constructor(
    @Inject(LabsRepository) private readonly labs: LabsRepository,
    @Inject(NetworkPicture) private readonly picture: NetworkPicture,
  ) {}

  run(): Promise<void> {
    return this.labs.saveSightings(this.picture.takeSightings());
  }
}
