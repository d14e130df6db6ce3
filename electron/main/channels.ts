/** The only channels between the window and the main process. */
export const CALL_CHANNEL = 'stagewright:call'
export const EVENT_CHANNEL = 'stagewright:event'
/** The preload script alone uses it: the path of a file that the user dropped. */
export const DROP_CHANNEL = 'stagewright:dropped'
