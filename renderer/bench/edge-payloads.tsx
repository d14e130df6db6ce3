import { ownSetting, withSettings } from '../../core/bench/by-id.ts'
import type { BenchOptions, PayloadSpec } from '../../core/bench/types.ts'
import { Checkbox } from '../ui/index.ts'
import type { PartProps } from './option-parts.ts'
import { PayloadFields } from './payload-fields.tsx'

type EdgePayloads = BenchOptions['edgePayloads']

/** Whether all edges that usually carry something carry just that. */
export const areUsual = (payloads: EdgePayloads, usual: NonNullable<EdgePayloads>): boolean =>
  Object.entries(usual).every(([edge, { preset }]) => ownSetting(payloads, edge)?.preset === preset)

/** What single edges carry instead of the run's payload. */
export function EdgePayloadOptions({
  options,
  usual,
  edges,
  pipeline,
  disabled,
  set,
  onPickFile,
}: PartProps) {
  const { edgePayloads } = options
  const own = edges.filter(({ id }) => ownSetting(edgePayloads, id) !== undefined)
  const change = (...changes: readonly (readonly [edge: string, payload: PayloadSpec | undefined])[]) =>
    set({ edgePayloads: withSettings(edgePayloads, changes) })
  const usuals = Object.entries(usual ?? {})
  return (
    <>
      {usual !== undefined && (
        <Checkbox
          label={`The pipeline’s own payload on ${usuals.length === 1 ? 'one edge' : `${usuals.length} edges`}`}
          disabled={disabled}
          checked={areUsual(edgePayloads, usual)}
          onChange={checked =>
            change(...usuals.map(([edge, spec]) => [edge, checked ? spec : undefined] as const))
          }
        />
      )}
      <details className="sw-form-group">
        <summary>
          Payload per edge{' '}
          {own.length === 0 ? '(the same on all)' : `(${own.length} of ${edges.length} their own)`}
        </summary>
        {edges.map(({ id, from, to }) => {
          const payload = ownSetting(edgePayloads, id)
          return (
            <div key={id} className="sw-bench-edge-payload">
              <Checkbox
                label={`${from} → ${to} carries its own`}
                disabled={disabled}
                checked={payload !== undefined}
                onChange={checked =>
                  change([id, checked ? (ownSetting(usual, id) ?? options.payload) : undefined])
                }
              />
              {payload !== undefined && (
                <PayloadFields
                  of={id}
                  payload={payload}
                  pipeline={pipeline}
                  edgeIds={[id]}
                  disabled={disabled}
                  onChange={changed => change([id, changed])}
                  onPickFile={onPickFile}
                />
              )}
            </div>
          )
        })}
      </details>
    </>
  )
}
