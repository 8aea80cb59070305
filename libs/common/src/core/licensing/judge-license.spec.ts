import { describe, expect, it } from 'vitest';
import { judgeLicense } from './judge-license.js';
import { mustBeOk } from '../kernel/result.js';

const commercial = (expression: string) => mustBeOk(judgeLicense(expression)).commercial;
const codeOf = (expression: string | undefined) => {
  const result = judgeLicense(expression);
  return result.ok ? undefined : result.refusal.code;
};

describe('licences', () => {
  it.each(['CERN-OHL-S-2.0', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'GPL-3.0-only', 'CC0-1.0', 'TAPR-OHL-1.0', 'GPL-2.0+'])(
    'lets anyone make and sell under %s',
    (id) => expect(commercial(id)).toBe('anyone'),
  );
  it('lets nobody be paid for making a non-commercial design', () =>
    expect(commercial('CC-BY-NC-SA-4.0')).toBe('nobody'));
  it('lets only worker-owned businesses make under the Peer Production Licence', () =>
    expect(commercial('PPL')).toBe('worker-owned'));
  it('assumes no permission from a licence that nobody has judged', () =>
    expect(commercial('LicenseRef-my-own')).toBe('unknown'));
  it('takes the freer side of OR and the stricter side of AND', () => {
    expect(commercial('MIT OR CC-BY-NC-4.0')).toBe('anyone');
    expect(commercial('MIT AND CC-BY-NC-4.0')).toBe('nobody');
  });
  it('refuses no licence and prose by different words', () => {
    expect(codeOf(undefined)).toBe('license/missing');
    expect(codeOf('  ')).toBe('license/missing');
    expect(codeOf('free for everybody')).toBe('license/unknown');
    expect(codeOf('CERN-OHL-Z-9')).toBe('license/unknown');
  });
});
