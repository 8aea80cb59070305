// The state of the chosen files: added, looked at, changed, sent, stopped.

import { useCallback, useEffect, useRef, useState } from 'react';
import { asProblem } from '../api/api-problem.js';
import { uploadFile } from '../api/upload.js';
import { type ChosenFile, lookAt } from './chosen-files.js';

export interface Files {
  readonly files: readonly ChosenFile[];
  readonly add: (files: readonly ChosenFile[]) => void;
  readonly remove: (path: string) => void;
  readonly change: (path: string, change: Partial<ChosenFile>) => void;
  /** Sends what is not there yet, one after another; answers all with their content addresses, or undefined. */
  readonly send: () => Promise<readonly { path: string; sha256: string }[] | undefined>;
  readonly stop: () => void;
}

/** Files keep their order; one path is one file. */
export function useFiles(): Files {
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const stopping = useRef<AbortController>(undefined);
  useEffect(() => () => stopping.current?.abort(), []);
  const change = useCallback((path: string, changed: Partial<ChosenFile>) => {
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
    stopping.current = new AbortController();
    const sent: { path: string; sha256: string }[] = [];
    for (const file of files) {
      const sha256 = file.sha256 ?? (await sendOne(file, { signal: stopping.current.signal, change }));
      if (sha256 === undefined) return undefined;
      sent.push({ path: file.path, sha256 });
    }
    return sent;
  };
  return { files, add, remove, change, send, stop: () => stopping.current?.abort() };
}

interface Sending {
  readonly signal: AbortSignal;
  readonly change: Files['change'];
}

async function sendOne({ path, file }: ChosenFile, { signal, change }: Sending): Promise<string | undefined> {
  change(path, { sent: 0, fault: undefined });
  try {
    const sha256 = await uploadFile({ file, signal, onProgress: (sent) => change(path, { sent }) });
    change(path, { sent: 1, sha256 });
    return sha256;
  } catch (error) {
    const { detail, remedy } = asProblem(error);
    const stopped = error instanceof DOMException && error.name === 'AbortError';
    change(path, {
      sent: undefined,
      fault: stopped ? 'Stopped. What was sent is kept.' : [detail, remedy].filter(Boolean).join(' '),
    });
    return undefined;
  }
}
