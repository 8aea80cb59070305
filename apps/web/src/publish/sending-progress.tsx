// All files on their way: how much, how fast, how long still, and a way to stop.

import { Button } from 'react-aria-components/Button';
import { showBytes } from '../parts/format.js';
import { Progress } from '../parts/progress.js';
import type { Pace } from './pace.js';

interface SendingProps {
  readonly pace: Pace | undefined;
  readonly onStop: () => void;
}

/** Shown while files are sent. */
export function SendingProgress({ pace, onStop }: SendingProps) {
  const percent = pace ? Math.floor((pace.sentBytes / Math.max(pace.totalBytes, 1)) * 100) : 0;
  return (
    <div className="sending">
      <Progress label="Sending the files" percent={percent} />
      <p className="fine num">{pace ? sentenceOf(pace) : 'Looking what is there already …'}</p>
      <Button className="button" onPress={onStop}>
        Stop sending
      </Button>
    </div>
  );
}

function sentenceOf({ sentBytes, totalBytes, bytesPerSecond, secondsLeft }: Pace): string {
  const sent = `${showBytes(sentBytes)} of ${showBytes(totalBytes)}`;
  if (secondsLeft === undefined) return sent;
  const left = secondsLeft < 90 ? `${Math.ceil(secondsLeft)} s` : `${Math.ceil(secondsLeft / 60)} min`;
  return `${sent}, ${showBytes(Math.round(bytesPerSecond))} a second, about ${left} left`;
}
