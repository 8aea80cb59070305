// Paths inside a release: relative, harmless on every system, one file each.

import { refuse, type Result, ok } from '#core/kernel/result';

/** Refuses `release/bad-name` for the first path that could lead elsewhere or cannot be a file's name. */
export function checkPaths(paths: readonly string[]): Result<undefined> {
  const seen = new Set<string>();
  for (const path of paths) {
    const fault = faultOf(path) ?? (seen.has(path) ? 'is there twice' : undefined);
    if (fault) {
      // The name is shown as JSON, so that what cannot be seen in it is seen.
      return refuse('release/bad-name', `The file name ${JSON.stringify(path.slice(0, 200))} ${fault}.`, {
        remedy: 'Use paths relative to the folder of the design, such as stl/arm.stl.',
      });
    }
    seen.add(path);
  }
  return ok(undefined);
}

function faultOf(path: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is refused
  if (/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/.test(path))
    return 'has control characters';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is not relative';
  if (path.includes('\\')) return 'has a backslash';
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..'))
    return 'leads out of the folder';
  if (segments.some((segment) => Buffer.byteLength(segment) > 255)) return 'has a name of more than 255 bytes';
  return undefined;
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const isMesh = (path: string): boolean => /\.(stl|3mf|obj)$/i.test(path);
export const isDrawing = (path: string): boolean => /\.(dxf|svg)$/i.test(path);
export const isManifest = (path: string): boolean =>
  /^(.*\.)?okh\.(toml|ya?ml)$/i.test(baseName(path)) || /^okh-.*\.(toml|ya?ml)$/i.test(baseName(path));

/** `Fab Bench (v2)` → `fab-bench-v2`; at most 80 characters, `design` where nothing is left. */
export function slugOf(title: string): string {
  const words = plainWords(title)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80);
  return words.replace(/^-+|-+$/g, '') || 'design';
}

/** Lower-case and without accents, for searching and addresses. */
export const plainWords = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
