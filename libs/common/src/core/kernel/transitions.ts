// A state machine as data: for each state, what event leads where.

/** `{ offered: { accepted: 'reserved' } }`: in `offered`, the event `accepted` leads to `reserved`. */
export type Transitions<State extends string, Event extends string> = {
  readonly [S in State]: { readonly [E in Event]?: State };
};

/** The states that nothing leaves. */
export const endsOf = <S extends string>(table: Transitions<S, string>): S[] =>
  (Object.keys(table) as S[]).filter((state) => Object.keys(table[state]).length === 0);

/** The next state, or undefined when the table does not know the event in this state. */
export const next = <S extends string, E extends string>(table: Transitions<S, E>, state: S, event: E): S | undefined =>
  table[state][event];

/**
 * What is wrong with a table, as sentences; none for a sound one: every state is reachable from `start`, and from
 * every state some end can be reached.
 */
export function faultsOf<S extends string>(table: Transitions<S, string>, start: S): string[] {
  const states = Object.keys(table) as S[];
  const targets = (state: S): S[] => Object.values(table[state]) as S[];
  const reach = (from: S): Set<S> => {
    const seen = new Set<S>([from]);
    for (const state of seen) for (const target of targets(state)) seen.add(target);
    return seen;
  };
  const ends = new Set(endsOf(table));
  const fromStart = reach(start);
  return [
    ...states.filter((state) => !fromStart.has(state)).map((state) => `${state} cannot be reached from ${start}`),
    ...states.filter((state) => ![...reach(state)].some((s) => ends.has(s))).map((state) => `${state} never ends`),
  ];
}
