// The one folder that holds all data of a network on this machine, and how to begin anew.

import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { clusterFolder } from '../postgres/server.js';
import { REPOSITORY } from '../repository.js';
import { ensureSecretFolder } from '../system/secret-files.js';

export interface DataFolder {
  readonly root: string;
  readonly secrets: string;
  readonly programSecrets: string;
  readonly natsSecrets: string;
  readonly blobs: string;
  readonly gateway: string;
  readonly logs: string;
  readonly run: string;
  readonly tools: string;
  /** One folder per simulated lab: the home of its agent. */
  readonly labs: string;
}

/** The places in a data folder, all of them made. */
export function openDataFolder(folder: string): DataFolder {
  const root = resolve(folder);
  mkdirSync(root, { recursive: true, mode: 0o711 });
  // PostgreSQL may run as another user, who passes through and can not look around.
  if (process.getuid?.() === 0) chmodSync(root, 0o711);
  const secrets = ensureSecretFolder(join(root, 'secrets'));
  const places: DataFolder = {
    root,
    secrets,
    programSecrets: ensureSecretFolder(join(secrets, 'programs')),
    natsSecrets: ensureSecretFolder(join(secrets, 'nats')),
    blobs: join(root, 'blobs'),
    gateway: join(root, 'gateway'),
    logs: join(root, 'logs'),
    run: join(root, 'run'),
    tools: join(root, 'tools'),
    labs: join(root, 'labs'),
  };
  for (const place of [places.blobs, places.gateway, places.logs, places.run, places.labs]) {
    mkdirSync(place, { recursive: true, mode: 0o700 });
  }
  return places;
}

/** Deletes a network's data, keeping downloaded tools. Only below this repository's ignored folder. */
export function emptyDataFolder(folder: string): void {
  const root = resolve(folder);
  const ignored = join(REPOSITORY, '.fabcommons');
  if (root !== ignored && !root.startsWith(ignored + sep)) {
    throw new Error(
      `--fresh deletes only below ${ignored}, and ${root} lies elsewhere. Delete it yourself, or choose another folder with --data.`,
    );
  }
  if (!existsSync(root)) return;
  rmSync(clusterFolder(root), { recursive: true, force: true });
  for (const name of readdirSync(root)) {
    if (name !== 'tools' && name !== 'network.lock') rmSync(join(root, name), { recursive: true, force: true });
  }
}
