// Which bytes of a file a request asks for (RFC 9110, section 14): whoever was interrupted goes on where it was.

import type { IncomingHttpHeaders } from 'node:http';
import type { ByteSpan } from '#platform/blobs/blob-store';

/** One span; `all` where none, several or none that is understood is asked for; `outside` where none of it is in the file. */
export function spanOf(
  headers: IncomingHttpHeaders,
  { etag, bytes }: { readonly etag: string; readonly bytes: number },
): ByteSpan | 'all' | 'outside' {
  const ifRange = headers['if-range'];
  if (ifRange !== undefined && ifRange !== etag) return 'all';
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '') ?? [];
  if (first === '' && last === '') return 'all';
  // `-500` are the last five hundred.
  if (first === '') return last === '0' ? 'outside' : { start: Math.max(0, bytes - Number(last)), end: bytes - 1 };
  const start = Number(first);
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== '' && Number(last) < start) return 'all';
  return start < bytes ? { start, end } : 'outside';
}
