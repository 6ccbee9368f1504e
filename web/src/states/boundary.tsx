// Keeps the frame standing when a page breaks: a fault with a way back instead of a blank window.
import { Component, type ReactNode } from 'react';
import { Fault } from './fault.tsx';

interface Properties {
  readonly children: ReactNode;
}
interface State {
  readonly error: unknown;
}

export class Boundary extends Component<Properties, State> {
  override readonly state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <Fault error={this.state.error} onRetry={() => location.reload()} />;
  }
}
