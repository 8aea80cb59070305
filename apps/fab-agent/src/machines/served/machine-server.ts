// Speaking HTTP with a machine server on the lab's network: bounded in time and size, and silent about its keys.

import { openAsBlob } from 'node:fs';
import { z } from 'zod';
import { refuse, type Result } from '#core/kernel/result';
import { SECOND_MS } from '#core/kernel/time';

/** What a server said. `body` is parsed JSON, text, or undefined, and is a stranger's until a schema has read it. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly challenge?: string | undefined;
}

/** Nothing intelligible came back: the server may or may not have done what it was asked. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The server answers, and does not take our key. What was asked has not been done. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
}

/** How requests show who asks. */
export interface Credentials {
  headersFor(method: string, path: string): Record<string, string>;
  /** Takes the challenge of a 401 to a request with these headers; true when the request is worth repeating. */
  learn?(challenge: string, sent: Readonly<Record<string, string>>): boolean;
}

export const keyCredentials = (apiKey: string | undefined): Credentials => ({
  headersFor: (): Record<string, string> => (apiKey === undefined ? {} : { 'X-Api-Key': apiKey }),
});

/** The address of a machine server in lab.json; keys have fields of their own, so none belongs into the address. */
export const serverUrlSchema = z.url({ protocol: /^https?$/ }).refine((url) => {
  if (!URL.canParse(url)) return false;
  const { username, password, search } = new URL(url);
  return username === '' && password === '' && search === '';
}, 'an address without user, password or query');

/** A secret of a machine server in lab.json. */
export const secretSchema = z
  .string()
  .regex(/^[\x21-\x7e]+$/)
  .max(400);

/** A number that servers leave out or say `null` for; never below zero. */
export const maybeNumber = z
  .number()
  .nullish()
  .transform((one) => (one === null || one === undefined ? undefined : Math.max(0, one)));

interface Asking {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Blob | FormData;
  readonly withinMs?: number;
}

const ANSWER_WITHIN_MS = 10 * SECOND_MS;
/** A Raspberry Pi on a weak radio takes some 100 kB/s. */
const UPLOAD_WITHIN_MS = 30 * 60 * SECOND_MS;
const LONGEST_ANSWER_BYTES = 4_000_000;

export interface MachineServerParts {
  /** What people call such a server. */
  readonly make: string;
  readonly url: string;
  readonly credentials: Credentials;
  /** True for an answer that means: not with this key. */
  readonly refusesKey: (answer: Answer, method: string) => boolean;
  /** True for answers of 500 and more that mean something; all others leave open what happened. */
  readonly isMeant?: (answer: Answer) => boolean;
}

export class MachineServer {
  private readonly base: URL;

  constructor(private readonly parts: MachineServerParts) {
    const { url } = parts;
    this.base = new URL(url.endsWith('/') ? url : `${url}/`);
  }

  get name(): string {
    return `${this.parts.make} at ${this.base.origin}`;
  }

  /** The address of a path; a name inside it must have been encoded. */
  urlOf(path: string): URL {
    return new URL(path, this.base);
  }

  /** The address of a websocket. */
  lineTo(path: string): URL {
    const url = this.urlOf(path);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return url;
  }

  /** Asks once, or twice where a challenge has to be answered first. Throws {@link NoAnswer} and {@link KeyRefused}. */
  async ask(path: string, asking: Asking = {}): Promise<Answer> {
    const { credentials, refusesKey, isMeant } = this.parts;
    const first = await this.once(path, asking);
    const challenge = first.answer.status === 401 ? first.answer.challenge : undefined;
    const isNews = challenge !== undefined && credentials.learn?.(challenge, first.shown) === true;
    const { answer } = isNews ? await this.once(path, asking) : first;
    if (refusesKey(answer, asking.method ?? 'GET'))
      throw new KeyRefused(`${this.name} does not take the key or the password that it was given.`);
    if (answer.status >= 500 && isMeant?.(answer) !== true)
      throw new NoAnswer(`${this.name} has an error of its own (${answer.status}).`);
    return answer;
  }

  /** What the server itself declined, and so has certainly not done; any other answer throws {@link NoAnswer}. */
  refusal(answer: Answer): Result<never> {
    if (answer.status >= 400) return refuse('machine/refused', `${this.parts.make}: ${wordsOf(answer)}`);
    throw new NoAnswer(`${this.name} gave an answer without meaning (${answer.status}).`);
  }

  /** Sends a file as a form's field `file`, with the form's other fields. */
  async uploadForm(path: string, file: FileToSend, fields: Readonly<Record<string, string>>): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', await openAsBlob(file.path, { type: 'application/octet-stream' }), file.name);
    return this.ask(path, { method: 'POST', body: form, withinMs: UPLOAD_WITHIN_MS });
  }

  /** Sends a file as a request's whole body. */
  async uploadRaw(path: string, file: FileToSend, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const body = await openAsBlob(file.path);
    return this.ask(path, { method: 'PUT', body, headers, withinMs: UPLOAD_WITHIN_MS });
  }

  private async once(path: string, { method = 'GET', json, headers, body, withinMs }: Asking): Promise<Once> {
    const url = this.urlOf(path);
    const patience = withinMs ?? ANSWER_WITHIN_MS;
    const sent = json === undefined ? body : JSON.stringify(json);
    const shown = this.parts.credentials.headersFor(method, url.pathname + url.search);
    try {
      const response = await fetch(url, {
        method,
        headers: {
          Accept: 'application/json',
          ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
          ...shown,
        },
        ...(sent === undefined ? {} : { body: sent }),
        // A redirect would carry the key to wherever it points.
        redirect: 'manual',
        signal: AbortSignal.timeout(patience),
      });
      if (response.status >= 300 && response.status < 400)
        throw new NoAnswer(`${this.name} sends us elsewhere; give the address that it sends to.`);
      const challenge = response.headers.get('www-authenticate') ?? undefined;
      return { answer: { status: response.status, body: await readBody(response), challenge }, shown };
    } catch (error) {
      throw error instanceof NoAnswer ? error : new NoAnswer(`${this.name} does not answer: ${whyOf(error)}.`);
    }
  }
}

interface Once {
  readonly answer: Answer;
  /** How the request showed who asks. */
  readonly shown: Readonly<Record<string, string>>;
}

export interface FileToSend {
  readonly path: string;
  readonly name: string;
}

/** An answer's body in the shape it must have; throws {@link NoAnswer}, for a server that says something else is none that we know. */
export function bodyOf<T>(schema: z.ZodType<T>, answer: Answer, what: string): T {
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  throw new NoAnswer(`The answer about ${what} (${answer.status}) is not what such a server says.`);
}

/** A server's own words about why it did not do something, short enough to be shown. */
export function wordsOf({ body, status }: Answer): string {
  const inner = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) }).safeParse(body);
  const text = inner.success
    ? typeof inner.data.error === 'string'
      ? inner.data.error
      : inner.data.error.message
    : typeof body === 'string'
      ? body
      : '';
  const line = text.split('\n').find((one) => one.trim() !== '') ?? `status ${status}`;
  return line.trim().slice(0, 200);
}

async function readBody(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > LONGEST_ANSWER_BYTES) throw new NoAnswer('An answer was longer than such a server’s ever is.');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text.slice(0, 2_000);
  }
}

/** The kind of a network error; never its message, which may hold what was sent. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no connection';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : 'no connection';
}
