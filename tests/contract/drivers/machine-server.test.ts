// A machine server as an enemy: what it may not do to the agent, and where our key may not go.

import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import {
  bodyOf,
  keyCredentials,
  MachineServer,
  serverUrlSchema,
  wordsOf,
} from '../../../apps/fab-agent/src/machines/served/machine-server.js';
import { z } from 'zod';
import { anyFreePort } from '../../support/ports.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serving(listener: RequestListener): Promise<string> {
  const port = await anyFreePort();
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return `http://127.0.0.1:${port}`;
}

const speaking = (url: string) =>
  new MachineServer({ make: 'Beam', url, credentials: keyCredentials('our-secret'), refusesKey: () => false });

test('a redirect is not followed, so the key stays', async () => {
  const stolen: unknown[] = [];
  const thief = await serving((request, response) => {
    stolen.push(request.headers['x-api-key']);
    response.end('{}');
  });
  const url = await serving((_, response) => response.writeHead(302, { location: `${thief}/` }).end());
  await expect(speaking(url).ask('state')).rejects.toThrow('sends us elsewhere');
  expect(stolen).toEqual([]);
});

test('an endless answer is cut off', async () => {
  const url = await serving((_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(100_000)));
    };
    response.on('drain', more);
    more();
  });
  await expect(speaking(url).ask('state')).rejects.toThrow('longer than such a server’s ever is');
});

test('an answer that never ends in time is no answer', async () => {
  const url = await serving((_, response) => void response.write('{'));
  await expect(speaking(url).ask('state', { withinMs: 50 })).rejects.toThrow('no answer in time');
});

test('no error holds the key', async () => {
  const url = await serving((request) => request.socket.destroy());
  const error: unknown = await speaking(url)
    .ask('state')
    .catch((one: unknown) => one);
  expect(String(error)).toContain('Beam at http://127.0.0.1');
  expect(String(error)).not.toContain('our-secret');
});

test('errors of the server’s own leave open what happened; bodies of another shape are no answers', async () => {
  const url = await serving((request, response) => {
    response.statusCode = request.url === '/broken' ? 500 : 200;
    response.end('{"mode":7}');
  });
  const server = speaking(url);
  await expect(server.ask('broken')).rejects.toThrow('an error of its own (500)');
  const answer = await server.ask('state');
  expect(() => bodyOf(z.object({ mode: z.string() }), answer, 'the state')).toThrow('is not what such a server says');
});

test.each([
  [{ error: 'Printer is not operational' }, 'Printer is not operational'],
  [{ error: { code: 400, message: 'SD busy' } }, 'SD busy'],
  ['\nNot Current Job\nGiven job id …', 'Not Current Job'],
  [undefined, 'status 400'],
  [{ error: 'x'.repeat(900) }, 'x'.repeat(200)],
])('a server’s words are found and kept short', (body, words) => expect(wordsOf({ status: 400, body })).toBe(words));

test.each(['ftp://10.0.0.7/', 'http://user:word@10.0.0.7/', 'http://10.0.0.7/?apikey=x', '10.0.0.7'])(
  '%s is no address of a machine server',
  (url) => expect(serverUrlSchema.safeParse(url).success).toBe(false),
);
