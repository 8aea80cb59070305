// Lets a lab's agent in: a short code once, and for it the lab's own credentials. Shuts all agents of a lab out again.

import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LabChanged } from '#contracts/messages/order-messages';
import type { LabId, NewId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { MINUTE_MS, toIso } from '#core/kernel/time';
import type { Machine } from '#core/lab/lab';
import { NEW_ID } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork, type Tx } from '#platform/database/unit-of-work';
import type { Identity } from '#platform/http/identity';
import { mintLabCredentials, revokeLabUsers } from '#platform/messaging/lab-credentials';
import { SETTINGS, type Settings } from '../settings.js';
import { refuseStranger } from './keep-lab.js';
import { EnrolmentRow, LabAgentRow, type LabRow } from './lab.entity.js';
import { LabsRepository } from './labs.repository.js';
import { noSuchLab } from './show-labs.js';

/** Without 0/O, 1/I/L: read aloud and typed at a machine. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const CODE_LENGTH = 8;
const GOOD_FOR_MS = 15 * MINUTE_MS;

interface Admission {
  readonly labId: LabId;
  readonly labName: string;
  readonly natsUrl: string;
  readonly credentials: string;
  readonly machines: Machine[];
}

@Injectable()
export class EnrolAgent {
  constructor(
    @Inject(LabsRepository) private readonly labs: LabsRepository,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(NEW_ID) private readonly newId: NewId,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async open(account: Identity, labId: LabId): Promise<Result<{ code: string; expiresAt: string }>> {
    return this.unitOfWork.run(async ({ manager, nowMs }) => {
      const lab = await this.labs.find(labId, manager);
      if (!lab) return noSuchLab(labId);
      const refused = refuseStranger(account, lab);
      if (refused) return refused;
      const letters = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
      const code = `${letters.slice(0, 4)}-${letters.slice(4)}`;
      const expiresAt = new Date(nowMs + GOOD_FOR_MS);
      const id = this.newId('enrolment');
      await manager.insert(EnrolmentRow, { id, labId, codeHash: hashCode(code), expiresAt, redeemedAt: null });
      return ok({ code, expiresAt: toIso(expiresAt.getTime()) });
    });
  }

  async redeem(code: string): Promise<Result<Admission>> {
    const { NATS_LAB_SIGNING_SEED_FILE: seedFile, NATS_ACCOUNT_PUBLIC_KEY: accountPublicKey } = this.settings;
    if (seedFile === undefined || accountPublicKey === undefined) return cannotManageAgents();
    return this.unitOfWork.run(async (tx) => {
      const labId = await this.useUp(tx, code);
      if (labId === undefined) {
        return refuse('enrolment/invalid', 'The code is wrong, was used already, or is older than 15 minutes.', {
          remedy: 'Open a new code on the lab’s page.',
        });
      }
      const lab = (await this.labs.findLocked(tx.manager, labId))!;
      const signingSeed = readFileSync(seedFile, 'utf8');
      const { credsText, userPublicKey } = await mintLabCredentials({ labId, signingSeed, accountPublicKey });
      await tx.manager.insert(LabAgentRow, { userPublicKey, labId, mintedAt: new Date(tx.nowMs), revokedAt: null });
      await this.setStatus(tx, lab, lab.profile.status === 'listed' ? 'member' : lab.profile.status);
      const natsUrl = this.settings.NATS_PUBLIC_URL ?? this.settings.NATS_URL;
      return ok({ labId, labName: lab.profile.name, natsUrl, credentials: credsText, machines: [...lab.machines] });
    });
  }

  async revoke(account: Identity, labId: LabId): Promise<Result<undefined>> {
    const {
      NATS_SYSTEM_CREDS: system,
      NATS_OPERATOR_SEED_FILE: seedFile,
      NATS_ACCOUNT_PUBLIC_KEY: accountPublicKey,
    } = this.settings;
    if (system === undefined || seedFile === undefined || accountPublicKey === undefined) return cannotManageAgents();
    return this.unitOfWork.run(async (tx) => {
      const lab = await this.labs.findLocked(tx.manager, labId);
      if (!lab) return noSuchLab(labId);
      const refused = refuseStranger(account, lab);
      if (refused) return refused;
      const agents = await tx.manager.findBy(LabAgentRow, { labId });
      if (agents.length > 0) {
        await revokeLabUsers({
          natsUrl: this.settings.NATS_URL,
          systemCreds: readFileSync(system, 'utf8'),
          operatorSeed: readFileSync(seedFile, 'utf8'),
          accountPublicKey,
          userPublicKeys: agents.map(({ userPublicKey }) => userPublicKey),
          atSeconds: Math.ceil(tx.nowMs / 1000) + 1,
        });
        await tx.manager.update(LabAgentRow, { labId }, { revokedAt: new Date(tx.nowMs) });
      }
      // A code that is still open would let the same people in again.
      await tx.manager.query('update enrolment set expires_at = now() where lab_id = $1 and redeemed_at is null', [
        labId,
      ]);
      await this.setStatus(tx, lab, lab.profile.status === 'member' ? 'listed' : lab.profile.status);
      return ok(undefined);
    });
  }

  /** One use: of several at the same moment, the update finds the row once. */
  private async useUp({ manager, nowMs }: Tx, code: string): Promise<LabId | undefined> {
    const [rows] = (await manager.query(
      `update enrolment set redeemed_at = $2 where code_hash = $1 and redeemed_at is null and expires_at > $2
       returning lab_id`,
      [hashCode(code), new Date(nowMs)],
    )) as [{ lab_id: LabId }[], number];
    return rows[0]?.lab_id;
  }

  private async setStatus(tx: Tx, lab: LabRow, status: LabRow['profile']['status']): Promise<void> {
    if (lab.profile.status === status) return;
    const profile = { ...lab.profile, status };
    await this.labs.save(tx.manager, Object.assign(lab, { profile, changedAt: new Date(tx.nowMs) }));
    await tx.tell(LabChanged, { kind: 'lab', id: lab.id }, { lab: profile });
  }
}

const hashCode = (code: string): string =>
  createHash('sha256')
    .update(code.toUpperCase().replace(/[^0-9A-Z]/g, ''))
    .digest('hex');

const cannotManageAgents = (): Result<never> =>
  refuse('service/unavailable', 'This gateway was started without the keys for the credentials of labs.', {
    remedy: 'Set NATS_LAB_SIGNING_SEED_FILE, NATS_ACCOUNT_PUBLIC_KEY, NATS_SYSTEM_CREDS and NATS_OPERATOR_SEED_FILE.',
  });
