/** The only two channels between the window and the main process. */
export const CALL_CHANNEL = 'stagewright:call'
export const EVENT_CHANNEL = 'stagewright:event'
