// A bug in one page leaves the frame standing and says so.

import { Component, type ReactNode } from 'react';
import { ProblemNotice } from './notices.js';

interface State {
  readonly fault: unknown;
}

/** Shows a notice in place of children that threw. */
export class FaultBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { fault: undefined };

  static getDerivedStateFromError(fault: unknown): State {
    return { fault };
  }

  override render(): ReactNode {
    if (this.state.fault === undefined) return this.props.children;
    return <ProblemNotice error={this.state.fault} onRetry={() => window.location.reload()} />;
  }
}
