const searchedLength = 300;

/** What programs warn of while all goes its way: they try again, do without, or say what will change one day. */
const routine = /\bretr(?:y|ies|ied|ying)\b|\btry(?:ing)? again\b|\battempt(?:s|ing)?\b|\bback(?:ing)?[ -]?off\b|\breconnect|\bdeprecat|\bobsolete\b|\blegacy\b|\bwill be removed\b|\bno longer supported\b|\bfall(?:ing)?[ -]?back\b|\bdefault(?:ing|s)? to\b|\busing (?:the )?default\b|\b(?:re)?load(?:ed|ing)\b.{1,40}\bconfig|\bconfig(?:uration)?\b.{1,40}\b(?:re)?load/i;

/** Whether a warning tells of a retry, of a fallback, of something deprecated, or of configuration that is read: no news, however often it comes. */
export const isRoutineWarning = (message: string): boolean => routine.test(message.slice(0, searchedLength));
