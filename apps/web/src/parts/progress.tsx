// How far something is, as a bar that is also read aloud.

import { Label } from 'react-aria-components/Label';
import { ProgressBar } from 'react-aria-components/ProgressBar';

/** `percent` from 0 to 100. */
export function Progress({ label, percent }: { readonly label: string; readonly percent: number }) {
  return (
    <ProgressBar value={percent} className="progress">
      {({ percentage = 0, valueText }) => (
        <>
          <Label>{label}</Label>
          <span className="progress-value">{valueText}</span>
          <span className="progress-track">
            <span className="progress-fill" style={{ inlineSize: `${percentage}%` }} />
          </span>
        </>
      )}
    </ProgressBar>
  );
}
