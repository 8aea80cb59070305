// The keys of one NATS installation, made at its first start: operator, accounts, users, and the key that signs labs.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createAccount,
  createOperator,
  createUser,
  encodeAccount,
  encodeOperator,
  encodeUser,
  fmtCreds,
  newScopedSigner,
  type Account,
  type KeyPair,
  type OperatorLimits,
  type Permissions,
} from '@nats-io/jwt';
import { ensureSecretFolder, writeSecret } from '../system/secret-files.js';
import { GATEWAY_PERMISSIONS, LAB_PERMISSIONS, REVOKER_PERMISSIONS, SCHEDULER_PERMISSIONS } from './permissions.js';

/** What is public of an installation. */
export interface NatsIdentity {
  readonly operatorJwt: string;
  readonly systemAccount: string;
  readonly systemAccountJwt: string;
  readonly account: string;
  /** As first made; the server's resolver holds the current one (with revocations). */
  readonly accountJwt: string;
}

/** Where the secret halves lie, each in a file of its own (0600), so that a program is given no more than it needs. */
export interface NatsSecretFiles {
  readonly gatewayCreds: string;
  readonly schedulerCreds: string;
  readonly systemCreds: string;
  readonly labSigningSeed: string;
  /** A signing key of the operator: it signs account claims. The operator's own seed stays beside it, unused. */
  readonly operatorSigningSeed: string;
}

export const natsSecretFiles = (folder: string): NatsSecretFiles => ({
  gatewayCreds: join(folder, 'gateway.creds'),
  schedulerCreds: join(folder, 'scheduler.creds'),
  systemCreds: join(folder, 'system.creds'),
  labSigningSeed: join(folder, 'lab-signing.seed'),
  operatorSigningSeed: join(folder, 'operator-signing.seed'),
});

/** The installation's identity in a folder, made when there is none. */
export async function ensureNatsIdentity(folder: string): Promise<NatsIdentity> {
  const file = join(folder, 'identity.json');
  if (!existsSync(file)) await makeIdentity(folder, file);
  return JSON.parse(readFileSync(file, 'utf8')) as NatsIdentity;
}

const seedOf = (pair: KeyPair): string => new TextDecoder().decode(pair.getSeed());

async function makeIdentity(folder: string, file: string): Promise<void> {
  ensureSecretFolder(folder);
  const files = natsSecretFiles(folder);
  const [operator, operatorSigner, system, account, labSigner] = [
    createOperator(),
    createOperator(),
    createAccount(),
    createAccount(),
    createAccount(),
  ];
  const signer = { signer: operatorSigner };
  const identity: NatsIdentity = {
    operatorJwt: await encodeOperator('fabcommons', operator, {
      signing_keys: [operatorSigner.getPublicKey()],
      system_account: system.getPublicKey(),
    }),
    systemAccount: system.getPublicKey(),
    systemAccountJwt: await encodeAccount('SYS', system, { limits: LIMITS }, signer),
    account: account.getPublicKey(),
    accountJwt: await encodeAccount('FABCOMMONS', account, accountClaims(labSigner), signer),
  };
  writeSecret(join(folder, 'operator.seed'), seedOf(operator));
  writeSecret(files.operatorSigningSeed, seedOf(operatorSigner));
  writeSecret(files.labSigningSeed, seedOf(labSigner));
  writeSecret(files.gatewayCreds, await userCreds('gateway', account, GATEWAY_PERMISSIONS));
  writeSecret(files.schedulerCreds, await userCreds('scheduler', account, SCHEDULER_PERMISSIONS));
  writeSecret(files.systemCreds, await userCreds('revoker', system, REVOKER_PERMISSIONS));
  // Last: without this file the next start begins anew, so half an identity is never used.
  writeSecret(file, `${JSON.stringify(identity, null, 2)}\n`);
}

/** Limits must be named one by one: what is left out is 0, and JetStream is then off for the account. */
const LIMITS: OperatorLimits = {
  subs: -1,
  data: -1,
  payload: -1,
  imports: -1,
  exports: -1,
  wildcards: true,
  conn: -1,
  leaf: 0,
};

function accountClaims(labSigner: KeyPair): Partial<Account> {
  return {
    limits: {
      ...LIMITS,
      disallow_bearer: true,
      mem_storage: -1,
      disk_storage: -1,
      streams: 16,
      consumer: -1,
    },
    signing_keys: [newScopedSigner(labSigner, 'lab', { ...LAB_PERMISSIONS, ...USER_LIMITS })],
  };
}

const USER_LIMITS = { subs: -1, data: -1, payload: -1 };

async function userCreds(name: string, account: KeyPair, permissions: Permissions): Promise<string> {
  const user = createUser();
  const token = await encodeUser(name, user, account, { ...permissions, ...USER_LIMITS });
  return new TextDecoder().decode(fmtCreds(token, user));
}
