// Changes of a draft's contents, as plain functions.

import type { z } from 'zod';
import type { PublishBody, saidOfPartSchema } from '#contracts/http/releases';
import type { Sha256 } from '#core/kernel/ids';

export type SaidOfPart = z.infer<typeof saidOfPartSchema>;
export type DraftFile = PublishBody['files'][number];

export const isMesh = (path: string): boolean => /\.(stl|3mf|obj)$/i.test(path);
export const isDrawing = (path: string): boolean => /\.(dxf|svg)$/i.test(path);

/** What is said of a file so far. */
export const saidOf = ({ parts = [] }: PublishBody, path: string): SaidOfPart =>
  parts.find((part) => part.path === path) ?? { path };

/** Meshes are parts unless it is denied, drawings when it is said. */
export const isPart = (contents: PublishBody, path: string): boolean =>
  saidOf(contents, path).isPart ??
  (isMesh(path) || (isDrawing(path) && (contents.parts ?? []).some((part) => part.path === path)));

/** Says more of one file. */
export function sayOf(contents: PublishBody, path: string, said: Partial<SaidOfPart>): PublishBody {
  const parts = contents.parts ?? [];
  const next = { ...saidOf(contents, path), ...said };
  const isNew = !parts.some((part) => part.path === path);
  return { ...contents, parts: isNew ? [...parts, next] : parts.map((part) => (part.path === path ? next : part)) };
}

/** Adds files; one of the same path takes the place of the old one. */
export function withFiles(contents: PublishBody, added: readonly DraftFile[]): PublishBody {
  const paths = new Set(added.map(({ path }) => path));
  return { ...contents, files: [...contents.files.filter(({ path }) => !paths.has(path)), ...added] };
}

/** Leaves a file out, and what was said of it. */
export const withoutFile = (contents: PublishBody, path: string): PublishBody => ({
  ...contents,
  files: contents.files.filter((file) => file.path !== path),
  parts: (contents.parts ?? []).filter((part) => part.path !== path),
  steps: (contents.steps ?? []).map((step) => ({
    ...step,
    pictures: step.pictures.filter((picture) => picture !== path),
    parts: step.parts.filter((part) => part !== path),
  })),
});

/** Puts a repaired file in the place of the one that it was made from; what was said of the part stays said. */
export function withRepaired(contents: PublishBody, path: string, derived: { fileName: string; sha256: Sha256 }) {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const repaired = folder + (derived.fileName.split('/').at(-1) ?? derived.fileName);
  const named = (each: string): string => (each === path ? repaired : each);
  return {
    ...contents,
    files: contents.files.map((file) =>
      file.path === path ? { path: repaired, sha256: derived.sha256, derivedFrom: file.sha256 } : file,
    ),
    parts: (contents.parts ?? []).map((part) => ({ ...part, path: named(part.path) })),
    steps: (contents.steps ?? []).map((step) => ({ ...step, parts: step.parts.map(named) })),
  };
}

/** As it is sent: text trimmed, what is empty left out. */
export const tidied = (contents: PublishBody): PublishBody =>
  JSON.parse(JSON.stringify(contents, dropEmpty)) as PublishBody;

function dropEmpty(_key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  return text === '' ? undefined : text;
}
