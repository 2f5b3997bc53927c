export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
export const dayMinutes = 1440;

/** The number of the minute that holds this moment, counted from the epoch; NaN for a time that is none. */
export const minuteOf = (timeMs: number): number => Math.floor(timeMs / minuteMs);

/** The first millisecond of a numbered minute. */
export const startOf = (minute: number): number => minute * minuteMs;
