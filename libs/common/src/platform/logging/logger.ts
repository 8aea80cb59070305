// Structured logs: one JSON object a line, with the program's name and the correlation id.

import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { knownCorrelationId } from './correlation.js';

export type { Logger } from 'pino';
export const LOGGER = Symbol('LOGGER');

/** The log of one program; secrets that could slip into an object are cut out. */
export function makeLogger(program: string, level = process.env['LOG_LEVEL'] ?? 'info'): Logger {
  return pino({
    name: program,
    level,
    base: { pid: process.pid },
    redact: [
      'password',
      '*.password',
      'secret',
      '*.secret',
      'credentials',
      '*.credentials',
      'code',
      'req.headers.authorization',
      'req.headers.cookie',
    ],
    mixin: () => {
      const correlation = knownCorrelationId();
      return correlation === undefined ? {} : { correlation };
    },
  });
}

/** Nest's own messages through the same log. */
export function nestLogger(logger: Logger): LoggerService {
  const text = (message: unknown, rest: unknown[]): [Record<string, unknown>, string] => {
    const context = rest.length > 0 && typeof rest.at(-1) === 'string' ? { context: rest.at(-1) } : {};
    return [context, message instanceof Error ? (message.stack ?? message.message) : String(message)];
  };
  return {
    log: (message, ...rest: unknown[]) => logger.debug(...text(message, rest)),
    error: (message, ...rest: unknown[]) => logger.error(...text(message, rest)),
    warn: (message, ...rest: unknown[]) => logger.warn(...text(message, rest)),
    debug: (message, ...rest: unknown[]) => logger.debug(...text(message, rest)),
    verbose: (message, ...rest: unknown[]) => logger.trace(...text(message, rest)),
    fatal: (message, ...rest: unknown[]) => logger.fatal(...text(message, rest)),
  };
}
