// What real machine servers answered, as it is kept beside the contract tests of the drivers.

import { readFileSync } from 'node:fs';
import type { Answer } from '../../apps/fab-agent/src/machines/served/machine-server.js';

export interface RecordedStep {
  readonly step?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly body?: unknown;
  readonly answerHeaders?: Readonly<Record<string, string>>;
  readonly silent?: boolean;
  readonly note?: string;
}

export interface Recording {
  readonly steps?: readonly RecordedStep[];
  readonly frames?: readonly { readonly dir: 'in' | 'out'; readonly message: unknown }[];
}

const FOLDER = new URL('../contract/drivers/recorded/', import.meta.url);

export const recording = (name: string): Recording =>
  JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Recording;

/** One recorded answer, by the name of its step; of several, the first. */
export function recorded(name: string, step: string): Answer {
  const found = recording(name).steps?.find((one) => one.step === step);
  if (found?.status === undefined) throw new Error(`${name} has no answer "${step}".`);
  return { status: found.status, body: found.body ?? undefined, challenge: found.answerHeaders?.['www-authenticate'] };
}

/** A recorded body, changed where a test's world differs from the recorded one. */
export const recordedBody = <T>(name: string, step: string, change: (body: T) => void = () => {}): T => {
  const body = structuredClone(recorded(name, step).body) as T;
  change(body);
  return body;
};
