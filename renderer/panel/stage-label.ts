import type { StageView } from '../../core/contract/analysis.ts'

/** A stage as panels name it: `1 talker`, or its id alone. */
export const stageLabel = (stage: Pick<StageView, 'id' | 'name'>): string =>
  stage.name === null ? stage.id : `${stage.id} ${stage.name}`
