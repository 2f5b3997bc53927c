/** The command could not do its work. */
export const failureExitCode = 1;

/** The command line or a setting is wrong. */
export const usageExitCode = 2;
