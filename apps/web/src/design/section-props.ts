// What every section of a design's page is given.

import type { AnswerOf } from '#contracts/http/define-route';
import type { readDesign } from '#contracts/http/designs';
import type { ReleaseView } from '#contracts/http/releases';

export type DesignView = AnswerOf<typeof readDesign>;

/** The design, and the release of it that is shown. */
export interface SectionProps {
  readonly design: DesignView;
  readonly release: ReleaseView;
}
