// A lab's agent takes new credentials for its old ones: minted first, and the old shut out when it says that it has them.

import { Inject, Injectable } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import type { AnswerOf, DataOf } from '#contracts/define-message';
import type { AskCredentials, AskCredentialsKept } from '#contracts/messages/lab-messages';
import type { LabId } from '#core/kernel/ids';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import type { AnswersQuestion } from '#platform/messaging/handlers';
import { mintLabCredentials, revokeLabUsers } from '#platform/messaging/lab-credentials';
import { SETTINGS, type Settings } from '../settings.js';
import { LabAgentRow } from './lab.entity.js';
import { LabsRepository } from './labs.repository.js';

/** A lab may have so many that are not shut out; a thief with one cannot fill the account's claims. */
const MOST_AT_ONCE = 5;

@Injectable()
export class IssueCredentials implements AnswersQuestion<
  DataOf<typeof AskCredentials>,
  AnswerOf<typeof AskCredentials>
> {
  constructor(
    @Inject(LabsRepository) private readonly labs: LabsRepository,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async answer(_: object, labId?: string): Promise<AnswerOf<typeof AskCredentials>> {
    const { NATS_LAB_SIGNING_SEED_FILE: seedFile, NATS_ACCOUNT_PUBLIC_KEY: accountPublicKey } = this.settings;
    if (seedFile === undefined || accountPublicKey === undefined) throw new Error('this gateway mints no credentials');
    return this.unitOfWork.run(async (tx) => {
      const lab = labId === undefined ? null : await this.labs.findLocked(tx.manager, labId as LabId);
      if (!lab) throw new Error(`there is no lab ${labId}`);
      const valid = (await tx.manager.findBy(LabAgentRow, { labId: lab.id })).filter((each) => each.revokedAt === null);
      if (valid.length >= MOST_AT_ONCE) throw new Error(`${lab.id} has ${valid.length} credentials already`);
      const signingSeed = readFileSync(seedFile, 'utf8');
      const minted = await mintLabCredentials({ labId: lab.id, signingSeed, accountPublicKey });
      const { credsText: credentials, userPublicKey } = minted;
      const row = { userPublicKey, labId: lab.id, mintedAt: new Date(tx.nowMs), revokedAt: null };
      await tx.manager.insert(LabAgentRow, row);
      return { credentials, userPublicKey };
    });
  }
}

@Injectable()
export class ShutOutOthers implements AnswersQuestion<
  DataOf<typeof AskCredentialsKept>,
  AnswerOf<typeof AskCredentialsKept>
> {
  constructor(
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async answer(
    { userPublicKey }: DataOf<typeof AskCredentialsKept>,
    labId?: string,
  ): Promise<AnswerOf<typeof AskCredentialsKept>> {
    const { NATS_SYSTEM_CREDS: system, NATS_OPERATOR_SEED_FILE: seedFile } = this.settings;
    const account = this.settings.NATS_ACCOUNT_PUBLIC_KEY;
    if (system === undefined || seedFile === undefined || account === undefined)
      return { done: false, message: 'This gateway was started without the keys to shut anybody out.' };
    return this.unitOfWork.run(async (tx) => {
      const all = await tx.manager.findBy(LabAgentRow, { labId: labId as LabId });
      const valid = all.filter(({ revokedAt }) => revokedAt === null);
      if (!valid.some((each) => each.userPublicKey === userPublicKey))
        return { done: false, message: 'These credentials were not given to this lab, or are shut out.' };
      const others = valid.filter((each) => each.userPublicKey !== userPublicKey);
      if (others.length > 0) {
        await revokeLabUsers({
          natsUrl: this.settings.NATS_URL,
          systemCreds: readFileSync(system, 'utf8'),
          operatorSeed: readFileSync(seedFile, 'utf8'),
          accountPublicKey: account,
          userPublicKeys: others.map((each) => each.userPublicKey),
          atSeconds: Math.ceil(tx.nowMs / 1000) + 1,
        });
        for (const each of others)
          await tx.manager.update(
            LabAgentRow,
            { userPublicKey: each.userPublicKey },
            { revokedAt: new Date(tx.nowMs) },
          );
      }
      return { done: true, message: `${others.length} older credentials are shut out.` };
    });
  }
}
