import { expect, test } from 'vitest';
import { addressOf } from './find-servers.js';

const announced = { name: 'Bench', type: 'octoprint', host: 'octopi.local.', port: 80 };

test.each([
  [announced, 'http://octopi.local/'],
  [{ ...announced, addresses: ['fe80::1', '10.0.0.7'] }, 'http://10.0.0.7/'],
  [{ ...announced, port: 5000, txt: { path: '/octoprint/' } }, 'http://octopi.local:5000/octoprint/'],
  [{ ...announced, txt: { path: '/../../x' } }, 'http://octopi.local/'],
  [{ ...announced, txt: { path: '//evil?x' } }, 'http://octopi.local/'],
  [{ ...announced, host: 'a b@evil/' }, undefined],
  [{ ...announced, port: 99_999 }, undefined],
])('%j is at %s', (service, url) => expect(addressOf(service)).toBe(url));
