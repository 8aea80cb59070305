// The JSON Schema of an agent's lab.json, as a person writes it.

import { z } from 'zod';
import { labFileSchema } from '../../apps/fab-agent/src/home/home-folder.js';

/** The schema as text; what has a default may be left out. */
export function labSchemaText(): string {
  const schema = z.toJSONSchema(labFileSchema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  return JSON.stringify({ ...schema, title: 'lab.json of a Fabcommons agent' }, null, 2);
}
