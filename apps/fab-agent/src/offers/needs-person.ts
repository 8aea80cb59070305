// What the rules of a lab do not accept by themselves.

import type { DataOf } from '#contracts/define-message';
import type { OfferMake } from '#contracts/messages/lab-messages';
import type { AtMs } from '#core/kernel/time';
import { isAttended } from '../availability/attendance.js';
import type { AutoRules } from './rules.js';

type Offer = DataOf<typeof OfferMake>;

/** Why a person is to say, in words; undefined where the rules accept it. */
export function needsPerson(offer: Offer, auto: AutoRules, nowMs: AtMs): string | undefined {
  const { seconds, massGrams } = offer.estimate;
  const { boxMm, labPriceMinor, distanceKm } = offer;
  const isOver = (value: number, most: number | undefined): boolean => most !== undefined && value > most;
  if (isOver(seconds, auto.maxSeconds)) return 'it takes longer than what is accepted unasked';
  if (isOver(massGrams, auto.maxMassGrams)) return 'it takes more material than what is accepted unasked';
  if (isOver(Math.max(boxMm.x, boxMm.y, boxMm.z), auto.maxBoxMm)) return 'it is larger than what is accepted unasked';
  if (labPriceMinor < (auto.minPriceMinor ?? 0)) return 'it brings less than what is accepted unasked';
  if (isOver(labPriceMinor, auto.maxPriceMinor)) return 'it is worth more than what is accepted unasked';
  if (isOver(distanceKm, auto.maxDistanceKm)) return 'its customer is farther away than what is accepted unasked';
  const strange = licensesOf(offer).find((license) => !isAmong(license, auto.licenses));
  if (strange !== undefined) return `its licence, ${strange}, is not among those that are accepted unasked`;
  if (auto.hours !== undefined && !isAttended(auto.hours, nowMs)) return 'it came outside of the hours';
  return undefined;
}

/** Plates that several orders share have a licence for each portion. */
const licensesOf = ({ license, portions }: Offer): string[] =>
  portions === undefined ? [license] : portions.map((portion) => portion.license);

const isAmong = (license: string, allowed: readonly string[] | undefined): boolean =>
  allowed === undefined || allowed.some((one) => one.toLowerCase() === license.toLowerCase());
