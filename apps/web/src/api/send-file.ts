// One file to the commons by tus 1.0: in pieces, going on where it stopped, also after the page was loaded again.

import { defaultOptions, DetailedError, Upload } from 'tus-js-client';
import { ApiProblem } from '#contracts/http/call-route';
import { problemSchema } from '#contracts/http/problem';
import { createUpload, readUpload } from '#contracts/http/uploads';
import type { Sha256 } from '#core/kernel/ids';
import { noAnswer, strangeAnswer } from './api-problem.js';
import { call } from './client.js';

const CHUNK_BYTES = 8 * 2 ** 20;
const RETRY_AFTER_MS = [0, 1000, 3000, 8000];

export interface Sending {
  readonly file: File;
  readonly path: string;
  /** Its content address, where this page may compute it. */
  readonly sha256: Sha256 | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number) => void;
}

/** Sends the file; answers its content address. Throws `ApiProblem`, or an AbortError when stopped: what was sent is kept for a day. */
export async function sendFile(sending: Sending): Promise<Sha256> {
  const address = await sendBytes(sending);
  const uploadId = address.split('/').at(-1) ?? '';
  return (await call(readUpload, { params: { uploadId }, signal: sending.signal })).sha256;
}

/** Names of files that this browser began to send and did not finish. */
export async function unfinishedUploads(): Promise<string[]> {
  const dayAgo = Date.now() - 24 * 3_600_000;
  const begun = await defaultOptions.urlStorage.findAllUploads();
  return begun
    .filter(({ creationTime }) => Date.parse(creationTime) > dayAgo)
    .map(({ metadata }) => metadata['filename'] ?? 'a file');
}

function sendBytes({ file, path, sha256, signal, onProgress }: Sending): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: createUpload.path,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_AFTER_MS,
      // With the content announced, the gateway refuses a file that changed on the way.
      metadata: { filename: path, ...(sha256 === undefined ? {} : { sha256 }) },
      fingerprint: async () => ['fabcommons', sha256 ?? `${path}-${file.lastModified}`, file.size].join('-'),
      removeFingerprintOnSuccess: true,
      onProgress,
      onError: (error) => reject(problemOf(error)),
      onSuccess: () => (upload.url === null ? reject(strangeAnswer(201)) : resolve(upload.url)),
    });
    const stop = (): void => {
      void upload.abort();
      reject(new DOMException('The upload was stopped.', 'AbortError'));
    };
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    void upload.findPreviousUploads().then(([before]) => {
      if (before) upload.resumeFromPreviousUpload(before);
      if (!signal.aborted) upload.start();
    }, reject);
  });
}

/** The gateway's own words where it has answered. */
function problemOf(error: Error): Error {
  if (!(error instanceof DetailedError)) return error;
  const { originalResponse } = error;
  if (!originalResponse) return noAnswer();
  const said = problemSchema.safeParse(jsonOf(originalResponse.getBody()));
  return said.success ? new ApiProblem(said.data) : strangeAnswer(originalResponse.getStatus());
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Judged by the schema, as everything that does not fit.
  }
}
