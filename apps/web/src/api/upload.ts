// One file to the commons, with progress and a way to stop: fetch cannot yet tell how much of a body has gone.

import { putFile } from '#contracts/http/files';
import { problemSchema } from '#contracts/http/problem';
import { ApiProblem } from '#contracts/http/call-route';
import { noAnswer, strangeAnswer } from './api-problem.js';

export interface Upload {
  readonly file: Blob;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

/** Sends the file as the raw body; answers its content address. Throws `ApiProblem`, or an AbortError when stopped. */
export function uploadFile({ file, signal, onProgress }: Upload): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(putFile.method, putFile.path);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => settle(request, resolve, reject);
    request.onerror = () => reject(noAnswer());
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) request.abort();
    else request.send(file);
  });
}

function settle(request: XMLHttpRequest, resolve: (sha256: string) => void, reject: (reason: Error) => void): void {
  const body = jsonOf(request.responseText);
  if (request.status === putFile.status && putFile.answer !== 'stream' && putFile.answer !== 'nothing') {
    const answer = putFile.answer.safeParse(body);
    if (answer.success) return resolve(answer.data.sha256);
  }
  const problem = problemSchema.safeParse(body);
  reject(problem.success ? new ApiProblem(problem.data) : strangeAnswer(request.status));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Judged by the schemas, as everything that does not fit.
  }
}
