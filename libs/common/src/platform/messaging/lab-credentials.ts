// A lab's own NATS user: minted at enrolment, shut out by revocation. The server fences it in by its name, the lab's id.

import { connect, credsAuthenticator } from '@nats-io/transport-node';
import { createUser, decode, encodeAccount, encodeUser, fmtCreds, fromSeed, type Account } from '@nats-io/jwt';

interface Minting {
  /** Becomes the user's name and thus a token of every subject that the lab may use. */
  readonly labId: string;
  /** The seed of the account's signing key for labs, which carries the permissions. */
  readonly signingSeed: string;
  readonly accountPublicKey: string;
}

export interface LabCredentials {
  /** The text of a creds file: whoever has it is the lab. */
  readonly credsText: string;
  /** What a revocation names. */
  readonly userPublicKey: string;
}

/** A new NATS user for a lab. Throws on an id that is not one plain subject token. */
export async function mintLabCredentials({ labId, signingSeed, accountPublicKey }: Minting): Promise<LabCredentials> {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(labId)) throw new Error(`"${labId}" can not be a token of a NATS subject.`);
  const user = createUser();
  const signer = fromSeed(new TextEncoder().encode(signingSeed.trim()));
  const token = await encodeUser(labId, user, accountPublicKey, {}, { signer, scopedUser: true });
  return { credsText: new TextDecoder().decode(fmtCreds(token, user)), userPublicKey: user.getPublicKey() };
}

interface Revocation {
  readonly natsUrl: string;
  /** Creds of the user in the system account. */
  readonly systemCreds: string;
  /** The operator's signing seed: it signs the account's new claims. */
  readonly operatorSeed: string;
  readonly accountPublicKey: string;
  readonly userPublicKeys: readonly string[];
  /** Users minted up to this moment are shut out, in seconds since 1970. */
  readonly atSeconds: number;
}

const ATTEMPTS = 5;

/**
 * Shuts users out: the server drops their connections at once and refuses them from then on. Throws when the server
 * does not take the new claims. Claims are read again afterwards, because another gateway may write at the same time.
 */
export async function revokeLabUsers({ operatorSeed, userPublicKeys, ...where }: Revocation): Promise<void> {
  const encoder = new TextEncoder();
  const signer = fromSeed(encoder.encode(operatorSeed.trim()));
  const account = where.accountPublicKey;
  const connection = await connect({
    servers: where.natsUrl,
    authenticator: credsAuthenticator(encoder.encode(where.systemCreds)),
    name: 'lab-revocation',
  });
  const currentClaims = async (): Promise<{ name: string; nats: Partial<Account> }> =>
    decode<Account>(
      (await connection.request(`$SYS.REQ.ACCOUNT.${account}.CLAIMS.LOOKUP`, '', { timeout: 5_000 })).string(),
    );
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { name, nats } = await currentClaims();
      const revocations = nats.revocations ?? {};
      if (userPublicKeys.every((user) => (revocations[user] ?? 0) >= where.atSeconds)) return;
      const added = Object.fromEntries(
        userPublicKeys.map((user) => [user, Math.max(where.atSeconds, revocations[user] ?? 0)]),
      );
      const claims = await encodeAccount(
        name,
        account,
        { ...nats, revocations: { ...revocations, ...added } },
        { signer },
      );
      const answer = (
        await connection.request('$SYS.REQ.CLAIMS.UPDATE', claims, { timeout: 5_000 })
      ).json<UpdateAnswer>();
      if (answer.data?.code !== 200)
        throw new Error(`The NATS server refused the account's new claims: ${JSON.stringify(answer.error ?? answer)}`);
    }
    throw new Error(`The revocation was overwritten ${ATTEMPTS} times by others; try again.`);
  } finally {
    await connection.close();
  }
}

interface UpdateAnswer {
  readonly data?: { readonly code?: number };
  readonly error?: unknown;
}
