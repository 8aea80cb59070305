// Spools as Spoolman tells of them → what machines hold.

import { z } from 'zod';
import { loadedMaterialSchema } from '#contracts/shapes';
import type { LoadedMaterial, Machine } from '#core/lab/lab';
import type { SpoolmanSettings } from './spoolman-settings.js';

const MOST_LOADED = 32;

/** One spool; what it leaves out it does not know. */
const spoolSchema = z.object({
  location: z.string().max(500).nullish(),
  archived: z.boolean().nullish(),
  remaining_weight: z.number().nullish(),
  filament: z.object({ material: z.string().max(200).nullish(), color_hex: z.string().max(20).nullish() }),
});
/** Spoolman's whole list. */
export const spoolsSchema = z.array(spoolSchema).max(20_000);
export type Spool = z.infer<typeof spoolSchema>;

/** By the machine's id: what lies at its location, is not used up, and says what it is. Machines without a spool there are left out. */
export function loadedBySpools(
  spools: readonly Spool[],
  machines: readonly Pick<Machine, 'id' | 'name'>[],
  locations: SpoolmanSettings['locations'],
): Map<string, readonly LoadedMaterial[]> {
  const loaded = new Map<string, readonly LoadedMaterial[]>();
  for (const { id, name } of machines) {
    const wanted = (locations[id] ?? locations[name] ?? name).toLowerCase();
    const here = spools.filter(({ location, archived, remaining_weight: grams }) => {
      return location?.toLowerCase() === wanted && archived !== true && (grams ?? Infinity) > 0;
    });
    const materials = here.flatMap(({ filament }) => materialOf(filament) ?? []).slice(0, MOST_LOADED);
    if (materials.length > 0) loaded.set(id, materials);
  }
  return loaded;
}

function materialOf({ material, color_hex: hex }: Spool['filament']): LoadedMaterial | undefined {
  const color = hex ? colorName(hex) : undefined;
  return loadedMaterialSchema.safeParse({ material: material ?? '', ...(color === undefined ? {} : { color }) }).data;
}

/** Words that people order by, with a colour in the middle of what each means. */
const COLORS: Readonly<Record<string, readonly [number, number, number]>> = {
  black: [20, 20, 20],
  grey: [128, 128, 128],
  white: [245, 245, 245],
  red: [210, 30, 35],
  orange: [250, 125, 20],
  yellow: [250, 220, 30],
  green: [30, 150, 60],
  blue: [30, 80, 200],
  purple: [120, 40, 160],
  pink: [240, 120, 180],
  brown: [110, 65, 30],
};

/** The nearest word for a colour such as `FF0000`; undefined for what is none. */
export function colorName(hex: string): string | undefined {
  const [, red, green, blue] = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(hex) ?? [];
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  const [r, g, b] = [red, green, blue].map((part) => Number.parseInt(part, 16)) as [number, number, number];
  const farness = ([x, y, z]: readonly [number, number, number]): number => (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2;
  return Object.entries(COLORS).toSorted(([, one], [, other]) => farness(one) - farness(other))[0]?.[0];
}
