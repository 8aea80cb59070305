// Every address on the wire. The lab id stands early, so that one permission fences a lab in.

/** How a message travels: as a fact, to a lab, from a lab, as a sign of life, as a question, as a lab's question. */
export type Route = 'event' | 'down' | 'up' | 'pulse' | 'ask' | 'lab-ask';

interface Address {
  readonly route: Route;
  readonly name: string;
  readonly version: number;
  /** One lab, or `*` (the default) for all of them. */
  readonly labId?: string | undefined;
}

/** The NATS subject of a message. */
export function subjectOf({ route, name, version, labId = '*' }: Address): string {
  switch (route) {
    case 'event':
      return `fab.event.${name}.v${version}`;
    case 'ask':
      return `fab.ask.${name}.v${version}`;
    case 'down':
    case 'up':
      return `fab.lab.${labId}.${route}.${name}.v${version}`;
    case 'lab-ask':
      return `fab.lab.${labId}.ask.${name}.v${version}`;
    case 'pulse':
      return `fab.lab.${labId}.pulse.*`;
  }
}

/** Where one machine's sign of life goes. */
export const pulseSubject = (labId: string, machineId: string): string => `fab.lab.${labId}.pulse.${machineId}`;

/** The lab id inside a subject of a lab, undefined elsewhere. */
export function labIdOf(subject: string): string | undefined {
  const [fab, lab, id] = subject.split('.');
  return fab === 'fab' && lab === 'lab' ? id : undefined;
}
