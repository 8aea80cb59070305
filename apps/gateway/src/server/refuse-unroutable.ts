// Requests that reach no route, because their address or their headers are none: refused in the same form as all others.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { newCorrelationId } from '#platform/logging/correlation';
import { problemOf } from '#platform/http/problem-filter';
import type { Refusal } from '#core/kernel/result';

const REMEDY = '/api/docs lists all addresses.';

/** Answers an address that the router cannot take apart: not percent-encoded UTF-8 (400), or with an endless part (404). */
export function refuseAddress(error: { readonly code: string }, request: FastifyRequest, reply: FastifyReply): void {
  const refusal: Refusal =
    error.code === 'FST_ERR_BAD_URL'
      ? { code: 'request/invalid', message: 'The address is not percent-encoded UTF-8.', remedy: REMEDY }
      : { code: 'request/not-found', message: 'A part of the address is longer than any name here.', remedy: REMEDY };
  const problem = problemOf(refusal, request.id);
  void reply
    .status(problem.status)
    .headers({
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': request.id,
    })
    .send(JSON.stringify(problem));
}

/** Answers bytes that are no HTTP request, and closes the connection. */
export function refuseBytes(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf(
    error.code === 'HPE_HEADER_OVERFLOW'
      ? { code: 'request/too-large', message: 'The headers are too long.', remedy: 'Send fewer cookies and headers.' }
      : { code: 'request/invalid', message: 'This is not an HTTP request, or it came too slowly.' },
    newCorrelationId(),
  );
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nconnection: close\r\n` +
      `content-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
