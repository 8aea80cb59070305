// Commands that change lab.json: read, changed, checked and replaced as a whole, readable by its owner only.

import { ok, refuse, type Result } from '#core/kernel/result';
import { labFileSchema, placesIn, readLabFile, writeWhole, type LabFile } from '../home/home-folder.js';

/** Changes the settings of a home. What the change refuses, or what would break the settings, is not written. */
export async function changeLabFile(
  home: string,
  change: (lab: LabFile) => Result<LabFile> | Promise<Result<LabFile>>,
): Promise<Result<LabFile>> {
  const before = await readLabFile(home);
  if (before === undefined)
    return refuse('home/empty', `${home} is not enrolled.`, { remedy: 'Run "fabcommons-agent enrol CODE" first.' });
  const changed = await change(before);
  if (!changed.ok) return changed;
  const after = labFileSchema.safeParse(changed.value);
  if (!after.success) {
    const [issue] = after.error.issues;
    return refuse('lab/invalid', `lab.json would be wrong at ${issue?.path.join('.')}: ${issue?.message}`);
  }
  await writeWhole(placesIn(home).lab, `${JSON.stringify(after.data, null, 2)}\n`);
  return ok(after.data);
}

/** The machine of a lab by its id or its name. */
export function findMachine({ machines }: LabFile, asked: string): Result<LabFile['machines'][number]> {
  const isMeant = ({ id, name }: { id: string; name: string }): boolean =>
    id === asked || name.toLowerCase() === asked.toLowerCase();
  const [found, other] = machines.filter(({ machine }) => isMeant(machine));
  if (found === undefined)
    return refuse('machine/unknown', `This lab has no machine “${asked}”.`, {
      remedy: 'See them with "fabcommons-agent machine list".',
    });
  return other === undefined
    ? ok(found)
    : refuse('machine/ambiguous', `Several machines are called “${asked}”: give the id.`);
}
