import { describe, expect, it, test } from 'vitest';
import { html } from './html.js';
import { commandOf } from './page-command.js';
import { PageGuard } from './page-guard.js';
import { pageSchema } from './page-settings.js';

const settings = pageSchema.parse({ names: ['lab-pi.local'] });
const guard = new PageGuard(settings, 'fab_page_7420');
const host = 'localhost:7420';

describe('the guard of the page', () => {
  it.each([
    ['localhost:7420', true],
    ['127.0.0.1:7420', true],
    ['[::1]:7420', true],
    ['10.0.0.7', true],
    ['LAB-PI.local:7420', true],
    ['evil.example:7420', false],
    ['localhost.evil.example', false],
    ['a b', false],
    [undefined, false],
  ])('knows whether %s is a name of this page: %s', (name, own) => expect(guard.isOwnName(name)).toBe(own));

  it('takes forms of this agent, this session and this site only', () => {
    const { id, setCookie } = guard.sessionOf({});
    expect(setCookie).toContain('HttpOnly; SameSite=Strict');
    expect(guard.sessionOf({ cookie: `x=y; ${setCookie?.split(';')[0]}` })).toEqual({ id });
    const token = guard.tokenOf(id);
    expect(guard.mayPost({ host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }, id, token)).toBe(true);
    expect(guard.mayPost({ host }, id, token)).toBe(true);
    expect(guard.mayPost({ host, origin: 'null' }, id, token)).toBe(false);
    expect(guard.mayPost({ host, origin: 'http://evil.example' }, id, token)).toBe(false);
    expect(guard.mayPost({ host, 'sec-fetch-site': 'same-site' }, id, token)).toBe(false);
    expect(guard.mayPost({ host }, guard.sessionOf({}).id, token)).toBe(false);
    expect(new PageGuard(settings, 'fab_page_7420').mayPost({ host }, id, token)).toBe(false);
  });

  it('asks for the password where there is one', () => {
    const locked = new PageGuard(pageSchema.parse({ host: '0.0.0.0', password: 'ten letters: more' }), 'x');
    const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
    expect(locked.hasPassword(basic('lab:ten letters: more'))).toBe(true);
    for (const wrong of [undefined, '', 'Basic', basic('lab:'), basic('lab:ten letters'), basic('ten letters: more')])
      expect(locked.hasPassword(wrong)).toBe(false);
    expect(guard.hasPassword(undefined)).toBe(true);
  });
});

test('a page beyond this computer has a password', () => {
  expect(pageSchema.safeParse({ host: '0.0.0.0' }).success).toBe(false);
  expect(pageSchema.safeParse({ host: '192.168.1.4', password: 'short' }).success).toBe(false);
});

test('what is written into the page stays text', () => {
  const evil = `"><script>alert('x')</script>&`;
  expect(html`<p title="${evil}">${[evil]}${undefined}${false}${0}</p>`.text).toBe(
    `<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;0</p>`,
  );
});

test.each([
  ['say=accept&id=ofr_1', { answer: 'ofr_1' }],
  ['say=decline&id=ofr_1&because=+no+', { answer: 'ofr_1', declinedBecause: 'no' }],
  ['say=decline&id=ofr_1&because=+', undefined],
  ['say=cleared&id=Left', { bedCleared: 'Left' }],
  ['say=bad&id=job_1&because=warped', { piecesOf: 'job_1', bad: 'warped' }],
  ['say=confirm&id=job_1&step=started', { confirm: 'job_1', step: 'started' }],
  ['say=confirm&id=job_1&step=exploded', undefined],
  ['say=pause', { paused: true, because: '' }],
  ['say=rotate', undefined],
  ['', undefined],
])('the form %s says %j', (form, command) => expect(commandOf(new URLSearchParams(form))).toEqual(command));
