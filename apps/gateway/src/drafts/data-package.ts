// What Manyfold writes beside the files of a model: a Data Package (specs.frictionlessdata.io) with a few words of its own.

import { z } from 'zod';
import type { PublishBody } from '#contracts/http/releases';
import { judgeLicense } from '#core/licensing/judge-license';

const dataPackageSchema = z.object({
  title: z.string().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  version: z.string().optional(),
  /** SPDX ids in Manyfold; Data Packages use ids of opendefinition.org too. */
  licenses: z.array(z.object({ name: z.string().optional() })).optional(),
  resources: z
    .array(z.object({ path: z.string().optional(), up: z.string().optional(), presupported: z.boolean().optional() }))
    .optional(),
});

/** What it says for a draft; undefined for a text that is no Data Package. */
export function readDataPackage(text: string, files: PublishBody['files']): Omit<PublishBody, 'files'> | undefined {
  const parsed = dataPackageSchema.safeParse(jsonOf(text));
  if (!parsed.success) return undefined;
  const { title, name, description, licenses = [], resources = [] } = parsed.data;
  const license = licenses.flatMap((each) => each.name ?? []).find((id) => judgeLicense(id).ok);
  const shown = (title ?? name)?.trim().slice(0, 200);
  // A mesh with its supports is the same part once more.
  const presupported = resources.flatMap(({ path, presupported: is }) =>
    is === true && path !== undefined ? [path] : [],
  );
  return {
    ...(shown ? { title: shown } : {}),
    ...(description?.trim() ? { summary: description.trim().slice(0, 5000) } : {}),
    ...(license === undefined ? {} : { license }),
    parts: files.flatMap(({ path }) => (presupported.includes(path) ? [{ path, isPart: false }] : [])),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not ours then: a file of this name that is no JSON is a file like any other.
  }
}
