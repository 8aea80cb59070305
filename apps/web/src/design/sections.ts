// The sections of a design's page, each with an address of its own.

export const SECTIONS = [
  ['parts', 'Parts'],
  ['materials', 'Bill of materials'],
  ['releases', 'Releases'],
  ['licence', 'Licence'],
  ['reviews', 'Reviews'],
  ['made', 'Made'],
  ['conversations', 'Conversations'],
  ['changes', 'Suggested changes'],
] as const;

type SectionName = (typeof SECTIONS)[number][0];

/** The section in the address; the parts where there is none. */
export const sectionIn = (search: URLSearchParams): SectionName =>
  SECTIONS.find(([name]) => name === search.get('show'))?.[0] ?? 'parts';
