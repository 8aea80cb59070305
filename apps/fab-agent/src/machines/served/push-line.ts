// A WebSocket to a machine server. What comes only says "look again": what is so is always asked over HTTP, so that
// a lost, late or forged message can at worst cost a look.

import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';

export interface PushLine {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is said first. */
  readonly hello: readonly unknown[];
}

const LONGEST_MESSAGE_BYTES = 2_000_000;
const AGAIN_MS = { first: 1_000, longest: 60_000 } as const;

export type Hear = (message: unknown, say: (message: unknown) => void) => void;

/** Keeps a line open until the signal ends it; each message is given to `hear`. Never throws: polling goes on without. */
export async function keepLine(prepare: () => Promise<PushLine>, hear: Hear, signal: AbortSignal): Promise<void> {
  for (let pauseMs: number = AGAIN_MS.first; !signal.aborted; pauseMs = Math.min(2 * pauseMs, AGAIN_MS.longest)) {
    try {
      const line = await prepare();
      if (signal.aborted) return;
      if (await holdLine(line, hear, signal)) pauseMs = AGAIN_MS.first;
    } catch {
      // The looks over HTTP tell what is wrong with the server, and tell it better.
    }
    await delay(pauseMs, undefined, { signal }).catch(() => {});
  }
}

/** Resolves when the line is gone: true if it ever carried something. */
function holdLine({ url, headers, hello }: PushLine, hear: Hear, signal: AbortSignal) {
  return new Promise<boolean>((resolve) => {
    const socket = new WebSocket(url, {
      headers,
      handshakeTimeout: 10_000,
      maxPayload: LONGEST_MESSAGE_BYTES,
      perMessageDeflate: false,
      followRedirects: false,
    });
    let carried = false;
    const end = (): void => socket.terminate();
    signal.addEventListener('abort', end);
    const say = (message: unknown): void => socket.send(JSON.stringify(message));
    socket.on('open', () => hello.forEach(say));
    socket.on('message', (data) => {
      carried = true;
      const message = parsed(data as Buffer);
      if (message !== undefined) hear(message, say);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      signal.removeEventListener('abort', end);
      resolve(carried);
    });
  });
}

function parsed(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
