import { expect, test } from 'vitest';
import { DigestCredentials, readChallenge } from './digest.js';

const login = (cnonce: string) => ({ user: 'maker', password: 'a secret', newCnonce: () => cnonce });
/** The responses are those that curl gives to the same challenges. */
const SESSION = 'Digest realm="Administrator",qop="auth",algorithm="MD5-sess",nonce="d61ee349",opaque="49960de5"';
const PLAIN = 'Digest realm="Printer", nonce="abc123", qop="auth", algorithm=MD5';

test('answers as curl does, by session and plain', () => {
  const session = new DigestCredentials(login('OTU3ODFhNWUwMzVmNDJkOGQ3ZGE4OTlmNDY0NjE1MzQ='));
  expect(session.headersFor('GET', '/')).toEqual({});
  expect(session.learn(SESSION, {})).toBe(true);
  const answer = session.headersFor('GET', '/api/v1/job?x=sess')['Authorization'];
  expect(answer).toContain('response="3905a88dd0fd6987a21e9b31cc68274a"');
  expect(answer).toContain('opaque="49960de5"');
  expect(session.headersFor('GET', '/')['Authorization']).toContain('nc=00000002');

  const plain = new DigestCredentials(login('Yjk3OWU2ZWE3MTc2MmNlN2RjNGZjMjFkZDMzMWZmZWY='));
  expect(plain.learn(PLAIN, {})).toBe(true);
  expect(plain.headersFor('GET', '/api/v1/job?x=md5')['Authorization']).toContain(
    'response="c7e8cfc283242f816c0084d5ef5cf982"',
  );
});

test('answers a challenge once, and once more for each request that was under way', () => {
  const credentials = new DigestCredentials(login('x'));
  expect(credentials.learn(SESSION, {})).toBe(true);
  expect(credentials.learn(SESSION, {})).toBe(true);
  expect(credentials.learn(SESSION, credentials.headersFor('GET', '/'))).toBe(false);
});

test.each([
  'Basic realm="x"',
  'Digest realm="x"',
  'Digest realm="x",nonce="y",algorithm=SHA-256',
  'Digest realm="x",nonce="y",qop="auth-int"',
])('knows no answer to %s', (header) => expect(readChallenge(header)).toBeUndefined());
