// What a look over the agent's surroundings finds: one line each, with what to do.

export interface Check {
  readonly name: string;
  readonly isWell: boolean;
  /** What was found. */
  readonly says: string;
  /** What to do, where something is wrong. */
  readonly todo?: string;
}

export const well = (name: string, says: string): Check => ({ name, isWell: true, says });
export const wrong = (name: string, says: string, todo: string): Check => ({ name, isWell: false, says, todo });
