// Faults of the world that trying again will not mend.

/** A message that can never be handled: it is set aside in the dead letters at once, with this reason. */
export class PermanentFault extends Error {
  override readonly name = 'PermanentFault';
}
