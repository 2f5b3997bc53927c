/** A change that somebody made on purpose, as programs tell it. */
const switchExpression = /\b(?:feature|flag|toggle|experiment|integration|module|job|endpoint|consumer|schedule)\b.{1,60}\b(?:disabled|enabled|turned (?:off|on)|switched (?:off|on)|deactivated|activated|removed|paused)\b|\b(?:disabl|enabl|deactivat|activat|paus)(?:ed|ing)\b.{1,40}\b(?:feature|flag|toggle|experiment|integration|module|job|endpoint|consumer|schedule)\b|\b(?:config(?:uration)?|settings?|feature flags?) (?:was |were )?(?:re)?loaded\b|\b(?:flag|toggle|feature)\b[^.]{0,40} (?:was changed|was set|is now|changed to|set to)\b/i;
const searchedLength = 300;

/** Whether a message announces that something was switched or configured on purpose: `feature recommendations disabled`, `configuration reloaded`. */
export const isSwitch = (message: string): boolean => switchExpression.test(message.slice(0, searchedLength));
