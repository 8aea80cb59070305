// What an operator says about the lab and its machines: paused, loaded, clear, good, what became of a job.

import { Inject, Injectable } from '@nestjs/common';
import type { Result } from '#core/kernel/result';
import { Availability } from '../availability/availability.js';
import { ConfirmStep } from '../availability/confirm-step.js';
import { PersonAtMachine } from '../jobs/person-at-machine.js';
import type { Command } from './door.js';

/** Commands about the lab itself; the others are about offers and the network. */
export type AtLab = Extract<
  Command,
  { paused: boolean } | { load: string } | { confirm: string } | { bedCleared: string } | { piecesOf: string }
>;

@Injectable()
export class HearAtLab {
  constructor(
    @Inject(Availability) private readonly availability: Availability,
    @Inject(ConfirmStep) private readonly confirmStep: ConfirmStep,
    @Inject(PersonAtMachine) private readonly person: PersonAtMachine,
  ) {}

  hear(command: AtLab): Promise<Result<string>> {
    if ('paused' in command)
      return command.paused ? this.availability.pause(command.because ?? '') : this.availability.resume();
    if ('load' in command) return this.availability.load(command.load, command.loaded);
    if ('confirm' in command) return this.confirmStep.confirm(command.confirm, command.step, command.because);
    if ('bedCleared' in command) return this.person.bedIsClear(command.bedCleared);
    return this.person.piecesAre(command.piecesOf, command.bad);
  }
}
