import type {SandboxLimits} from '../types.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const mebibyte = 1024 * 1024;

/** The defaults of Loki 3.7. */
export const defaultLimits: SandboxLimits = {
	maxQuerySeries: 500,
	maxEntriesLimitPerQuery: 5000,
	maxQueryLengthMs: (30 * dayMs) + hourMs,
	ingestionRateBytes: 4 * mebibyte,
	ingestionBurstBytes: 6 * mebibyte,
	maxLineSizeBytes: 256 * 1024,
	rejectOldSamplesMs: 7 * dayMs,
	creationGracePeriodMs: 10 * 60_000,
	isPatternsOn: true,
	isVolumeOn: true,
};
