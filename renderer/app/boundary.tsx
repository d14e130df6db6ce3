import { Component, type ReactNode } from 'react'
import { Button, EmptyState } from '../ui/index.ts'

interface BoundaryProps {
  /** What stands inside, as the subject of a sentence. */
  readonly name: string
  readonly children: ReactNode
}

/** Keeps a failure in one part of the window from taking the others with it. */
export class Boundary extends Component<BoundaryProps, { readonly error: unknown }> {
  override state = { error: null as unknown }

  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error('unknown') }
  }

  override render() {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <EmptyState
        title={`${this.props.name} could not be shown`}
        actions={
          <Button small onClick={() => this.setState({ error: null })}>
            Try again
          </Button>
        }
      >
        {error instanceof Error ? error.message : String(error)}. Your text is safe.
      </EmptyState>
    )
  }
}
