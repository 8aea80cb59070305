// One NATS user that may speak for every lab, for this throw-away network alone. Two thousand connections would measure
// this machine's memory, and no user of a real network may do this: the operator's key adds a signing key to the account,
// as it adds revocations, and that key signs the user.

import { readFileSync } from 'node:fs';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { createAccount, createUser, decode, encodeAccount, encodeUser, fmtCreds, fromSeed } from '@nats-io/jwt';
import type { Account } from '@nats-io/jwt';
import { ensureNatsIdentity, natsSecretFiles } from '../infra/nats/identity.js';
import type { Network } from '../infra/network/network.js';

/** Subjects of the broker's own limits; a stream of its own keeps them away from the programs. */
export const BARE_SUBJECT = 'bench.bare';
export const BARE_STREAM = { name: 'BENCH', subjects: ['bench.stored'] } as const;

const PERMISSIONS = {
  pub: {
    allow: [
      'fab.lab.*.up.>',
      'fab.lab.*.pulse.*',
      'bench.>',
      '$JS.API.INFO',
      '$JS.API.STREAM.CREATE.BENCH',
      '_INBOX.>',
    ],
  },
  sub: { allow: ['bench.>', '_INBOX.bench.>'] },
  subs: -1,
  data: -1,
  payload: -1,
};

/** Connects as that user. */
export async function connectBenchUser({ folder, urls }: Network): Promise<NatsConnection> {
  const { account } = await ensureNatsIdentity(folder.natsSecrets);
  const signer = createAccount();
  await addSigningKey({ folder, urls }, account, signer.getPublicKey());
  const user = createUser();
  const token = await encodeUser('bench', user, account, PERMISSIONS, { signer });
  return connect({
    servers: urls.nats,
    name: 'bench',
    inboxPrefix: '_INBOX.bench',
    authenticator: credsAuthenticator(fmtCreds(token, user)),
  });
}

async function addSigningKey(
  { folder, urls }: Pick<Network, 'folder' | 'urls'>,
  account: string,
  publicKey: string,
): Promise<void> {
  const { systemCreds, operatorSigningSeed } = natsSecretFiles(folder.natsSecrets);
  const operator = fromSeed(new TextEncoder().encode(readFileSync(operatorSigningSeed, 'utf8').trim()));
  const system = await connect({ servers: urls.nats, authenticator: credsAuthenticator(readFileSync(systemCreds)) });
  try {
    const current = await system.request(`$SYS.REQ.ACCOUNT.${account}.CLAIMS.LOOKUP`, '', { timeout: 5_000 });
    const { name, nats } = decode<Account>(current.string());
    const claims = { ...nats, signing_keys: [...(nats.signing_keys ?? []), publicKey] };
    const token = await encodeAccount(name, account, claims, { signer: operator });
    const answer = (await system.request('$SYS.REQ.CLAIMS.UPDATE', token, { timeout: 5_000 })).json<{
      data?: { code?: number };
    }>();
    if (answer.data?.code !== 200) throw new Error(`The account's claims were refused: ${JSON.stringify(answer)}`);
  } finally {
    await system.close();
  }
}
