/** The command could not do its work. */
export const failureExitCode = 1;

/** The command line or a setting is wrong. */
export const usageExitCode = 2;

/** The check ran, and found what it was told to fail on. */
export const foundExitCode = 3;

/** The check ran, and kept an alert back because it can remember nothing. */
export const withheldExitCode = 4;

/** The terminal went away; what a shell says of a program that ended by SIGHUP. */
export const hangUpExitCode = 129;
