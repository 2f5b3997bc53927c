/** What the marks and columns of the overview mean; help shows it, and the README has the same. */
export const overviewLegend: ReadonlyArray<readonly [mark: string, meaning: string]> = [
	['ERRORS', 'error lines per minute over the chosen range, as a sparkline; all lines if the anomaly is about volume'],
	['/MIN', 'error lines a minute, mean of the last five minutes'],
	['USUAL', 'error lines a minute expected now, from the baseline'],
	['14x', 'how many times the expected rate'],
	['!! !', 'critical anomaly, warning'],
	['~~ ~', 'silent: critical, warning'],
	['m ok', 'muted; resolved a short time ago'],
	['·', 'in a sparkline: a minute without data'],
];
