// A socket in the home: it keeps a second agent out of it, and lets the operator's commands in.

import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadedMaterialSchema } from '#contracts/shapes';
import { CONFIRMED_STEPS } from '../machines/machine.js';

const LONGEST_SOCKET_PATH = 100;
const LONGEST_COMMAND = 10_000;

/** What an operator says: an answer to an offer (without more: yes), that the lab is back, that a bed is clear, how pieces are. */
export const commandSchema = z.union([
  z.object({
    answer: z.string().max(100),
    declinedBecause: z.string().max(500).optional(),
    counter: z
      .object({
        price: z.string().max(20).optional(),
        laterHours: z
          .number()
          .positive()
          .max(90 * 24)
          .optional(),
        reason: z.string().max(500),
      })
      .optional(),
  }),
  z.object({ back: z.literal(true) }),
  z.object({ rotate: z.literal(true) }),
  z.object({ paused: z.boolean(), because: z.string().max(200).optional() }),
  z.object({ load: z.string().max(200), loaded: z.array(loadedMaterialSchema).max(32) }),
  z.object({ confirm: z.string().max(100), step: z.enum(CONFIRMED_STEPS), because: z.string().max(400).optional() }),
  z.object({ bedCleared: z.string().max(200) }),
  z.object({ piecesOf: z.string().max(100), bad: z.string().max(400).optional() }),
]);
export type Command = z.infer<typeof commandSchema>;
export const replySchema = z.object({ ok: z.boolean(), message: z.string() });
export type Reply = z.infer<typeof replySchema>;

/** Socket paths are short on every system; a long one gets a place among the temporary files, by its hash. */
export const socketPathOf = (door: string): string =>
  Buffer.byteLength(door) <= LONGEST_SOCKET_PATH
    ? door
    : join(tmpdir(), `fab-agent-${createHash('sha256').update(door).digest('hex').slice(0, 16)}.sock`);

/** Opens the door; throws when an agent lives here already. */
export async function openDoor(door: string, handle: (command: Command) => Promise<Reply>): Promise<Server> {
  const path = socketPathOf(door);
  const server = createServer({ allowHalfOpen: true }, (socket) => void serve(socket, handle));
  try {
    await listen(server, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (await isAnswered(path))
      throw new Error(`An agent is running in this home already (${path}).`, { cause: error });
    // Left behind by one that was killed.
    rmSync(path, { force: true });
    await listen(server, path);
  }
  server.unref();
  return server;
}

/** Says one command to the agent of a home; undefined when none is running. */
export async function knock(door: string, command: Command): Promise<Reply | undefined> {
  const socket = createConnection(socketPathOf(door));
  try {
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  } catch {
    return undefined;
  }
  socket.end(`${JSON.stringify(command)}\n`);
  return replySchema.parse(JSON.parse(await readAll(socket)));
}

const listen = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });

const isAnswered = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

async function serve(socket: Socket, handle: (command: Command) => Promise<Reply>): Promise<void> {
  try {
    const text = await readAll(socket);
    if (text === '') return;
    socket.end(JSON.stringify(await handle(commandSchema.parse(JSON.parse(text)))));
  } catch (error) {
    socket.end(JSON.stringify({ ok: false, message: String(error) } satisfies Reply));
  }
}

/** All that the other side says until it ends. An async iterator would destroy the socket before the reply. */
const readAll = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > LONGEST_COMMAND) socket.destroy();
    });
    socket.once('end', () => resolve(text)).once('error', reject);
  });
