// The environment of each program: the fixed contract of infra/README.md, and nothing of ours beyond it.

import { join } from 'node:path';
import { natsSecretFiles } from '../nats/identity.js';
import { REPOSITORY } from '../repository.js';
import type { DataFolder } from './data-folder.js';

export type Environment = Record<string, string>;

/** How the NATS server is reached and by whom. */
export interface NatsAccess {
  readonly url: string;
  readonly gateway: Environment;
  readonly scheduler: Environment;
}

export interface EnvironmentInputs {
  readonly folder: DataFolder;
  readonly gatewayDatabaseUrl: string;
  readonly schedulerDatabaseUrl: string;
  readonly nats: NatsAccess;
  readonly host: string;
  readonly port: number;
  readonly healthPort: number;
  readonly publicUrl: string;
  /** More variables for every program, such as the log level. */
  readonly extra: Environment;
}

const PASSED_ON = /^(PATH|HOME|LANG|LC_.*|TZ|TMPDIR|CI|NODE_.*|LOG_.*|FAB_.*|OTEL_.*|(HTTPS?|NO)_PROXY)$/i;

/** What a program inherits of ours: where tools are and how to speak, no secrets of other programs. */
export function inheritedEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => PASSED_ON.test(entry[0]) && entry[1] !== undefined,
  );
  return Object.fromEntries(kept);
}

export const gatewayEnvironment = (inputs: EnvironmentInputs): Environment => ({
  ...inheritedEnvironment(),
  NODE_ENV: 'production',
  DATABASE_URL: inputs.gatewayDatabaseUrl,
  NATS_URL: inputs.nats.url,
  ...inputs.nats.gateway,
  BLOB_DIR: inputs.folder.blobs,
  SECRETS_DIR: inputs.folder.programSecrets,
  DATA_DIR: inputs.folder.gateway,
  WEB_DIR: join(REPOSITORY, 'dist', 'web'),
  HOST: inputs.host,
  PORT: String(inputs.port),
  PUBLIC_URL: inputs.publicUrl,
  ...inputs.extra,
});

export const schedulerEnvironment = (inputs: EnvironmentInputs): Environment => ({
  ...inheritedEnvironment(),
  NODE_ENV: 'production',
  DATABASE_URL: inputs.schedulerDatabaseUrl,
  NATS_URL: inputs.nats.url,
  ...inputs.nats.scheduler,
  BLOB_DIR: inputs.folder.blobs,
  SECRETS_DIR: inputs.folder.programSecrets,
  HEALTH_PORT: String(inputs.healthPort),
  PUBLIC_URL: inputs.publicUrl,
  ...inputs.extra,
});

/** An agent knows its homes (each holds its lab's credentials) and where the network is. */
export const agentEnvironment = (inputs: EnvironmentInputs, homes: readonly string[]): Environment => ({
  ...inheritedEnvironment(),
  NODE_ENV: 'production',
  FAB_AGENT_HOMES: homes.join(','),
  NATS_URL: inputs.nats.url,
  GATEWAY_URL: inputs.publicUrl,
  ...inputs.extra,
});

/** Access to our own server: each program gets its creds; the gateway also what it needs to mint and to shut out labs. */
export function ownNatsAccess(url: string, secretsDir: string, account: string): NatsAccess {
  const files = natsSecretFiles(secretsDir);
  return {
    url,
    gateway: {
      NATS_CREDS: files.gatewayCreds,
      NATS_LAB_SIGNING_SEED_FILE: files.labSigningSeed,
      NATS_ACCOUNT_PUBLIC_KEY: account,
      NATS_SYSTEM_CREDS: files.systemCreds,
      NATS_OPERATOR_SEED_FILE: files.operatorSigningSeed,
    },
    scheduler: { NATS_CREDS: files.schedulerCreds },
  };
}

const GATEWAY_ONLY = [
  'NATS_LAB_SIGNING_SEED_FILE',
  'NATS_ACCOUNT_PUBLIC_KEY',
  'NATS_SYSTEM_CREDS',
  'NATS_OPERATOR_SEED_FILE',
];

/** Access to a server that the user runs: what is set in the environment, with `GATEWAY_NATS_CREDS` and `SCHEDULER_NATS_CREDS` before `NATS_CREDS`. */
export function givenNatsAccess(env: NodeJS.ProcessEnv): NatsAccess | undefined {
  const url = env['NATS_URL'];
  if (url === undefined || url === '') return undefined;
  const credsOf = (name: string): Environment => {
    const creds = env[name] ?? env['NATS_CREDS'];
    return creds === undefined ? {} : { NATS_CREDS: creds };
  };
  const forGateway = GATEWAY_ONLY.flatMap((name): [string, string][] => {
    const value = env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    url,
    gateway: { ...credsOf('GATEWAY_NATS_CREDS'), ...Object.fromEntries(forGateway) },
    scheduler: credsOf('SCHEDULER_NATS_CREDS'),
  };
}
