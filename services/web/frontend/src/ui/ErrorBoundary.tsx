// Keeps a part that cannot be drawn from taking the rest of the page with it.
import { Component, type ErrorInfo, type ReactNode } from "react";

interface Props {
  fallback: ReactNode;
  /** Drawing is tried again when this changes. */
  resetKey?: unknown;
  children: ReactNode;
}

interface State {
  broken: boolean;
  key: unknown;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { broken: false, key: this.props.resetKey };

  static getDerivedStateFromError(): Partial<State> {
    return { broken: true };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.key ? null : { broken: false, key: props.resetKey };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error("a part could not be drawn", error, info.componentStack);
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.fallback : this.props.children;
  }
}
