// The state of the chosen files: added, looked at, sent in pieces, stopped.

import { useCallback, useEffect, useRef, useState } from 'react';
import { hasFiles } from '#contracts/http/files';
import type { Sha256 } from '#core/kernel/ids';
import { asProblem } from '../api/api-problem.js';
import { call } from '../api/client.js';
import { type ChosenFile, lookAt } from './chosen-files.js';
import { type Pace, measurePace } from './pace.js';

export interface SentFile {
  readonly path: string;
  readonly sha256: Sha256;
}

export interface Files {
  readonly files: readonly ChosenFile[];
  readonly add: (files: readonly ChosenFile[]) => void;
  readonly remove: (path: string) => void;
  readonly clear: () => void;
  /** Sends what is not there yet, one after another; answers all with their content addresses, or undefined. */
  readonly send: () => Promise<readonly SentFile[] | undefined>;
  readonly stop: () => void;
  /** While sending. */
  readonly pace: Pace | undefined;
}

type Change = (path: string, change: Partial<ChosenFile>) => void;

/** Files keep their order; one path is one file. */
export function useFiles(): Files {
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const [pace, setPace] = useState<Pace>();
  const stopping = useRef<AbortController>(undefined);
  useEffect(() => () => stopping.current?.abort(), []);
  const change: Change = useCallback((path, changed) => {
    setFiles((all) => all.map((each) => (each.path === path ? { ...each, ...changed } : each)));
  }, []);
  const add = useCallback(
    (added: readonly ChosenFile[]) => {
      setFiles((all) => [...all.filter(({ path }) => !added.some((each) => each.path === path)), ...added]);
      for (const file of added) {
        if (file.look.kind === 'looking') void lookAt(file).then((look) => change(file.path, { look }));
      }
    },
    [change],
  );
  const remove = useCallback((path: string) => setFiles((all) => all.filter((each) => each.path !== path)), []);
  const send = async () => {
    const stopper = new AbortController();
    stopping.current = stopper;
    try {
      return await sendAll(files, { signal: stopper.signal, change, onPace: setPace });
    } finally {
      setPace(undefined);
    }
  };
  return { files, add, remove, clear: () => setFiles([]), send, stop: () => stopping.current?.abort(), pace };
}

interface Sending {
  readonly signal: AbortSignal;
  readonly change: Change;
  readonly onPace: (pace: Pace) => void;
}

async function sendAll(files: readonly ChosenFile[], sending: Sending): Promise<SentFile[] | undefined> {
  const { signal, change, onPace } = sending;
  const { sendFile } = await import('../api/send-file.js');
  const addresses = await addressesOf(files, signal);
  const known = await knownOf(addresses, signal);
  const tell = measurePace(files, onPace);
  const sent: SentFile[] = [];
  for (const { path, file, sha256: before } of files) {
    const address = addresses.get(path);
    if (signal.aborted) return undefined;
    change(path, { sentBytes: 0, fault: undefined });
    try {
      const there = before ?? (address !== undefined && known.has(address) ? address : undefined);
      const onProgress = (bytes: number): void => {
        change(path, { sentBytes: bytes });
        tell(path, bytes);
      };
      const sha256 = there ?? (await sendFile({ file, path, sha256: address, signal, onProgress }));
      change(path, { sentBytes: file.size, sha256 });
      tell(path, file.size);
      sent.push({ path, sha256 });
    } catch (error) {
      change(path, { sentBytes: undefined, fault: faultOf(error) });
      return undefined;
    }
  }
  return sent;
}

function faultOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'AbortError') {
    return 'Stopped. What was sent is kept for a day; sending goes on from there.';
  }
  const { detail, remedy } = asProblem(error);
  return [detail, remedy].filter(Boolean).join(' ');
}

/** Content addresses, where the browser computes them: it does not on plain HTTP. */
async function addressesOf(files: readonly ChosenFile[], signal: AbortSignal): Promise<ReadonlyMap<string, Sha256>> {
  const addresses = new Map<string, Sha256>();
  if (!window.isSecureContext) return addresses;
  for (const { path, file, sha256 } of files) {
    if (signal.aborted) break;
    if (sha256 !== undefined) continue;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
    addresses.set(path, Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''));
  }
  return addresses;
}

/** What the commons holds already need not be sent. */
async function knownOf(addresses: ReadonlyMap<string, Sha256>, signal: AbortSignal): Promise<ReadonlySet<Sha256>> {
  if (addresses.size === 0 || signal.aborted) return new Set();
  const { known } = await call(hasFiles, { body: { sha256s: [...new Set(addresses.values())] }, signal });
  return new Set(known);
}
