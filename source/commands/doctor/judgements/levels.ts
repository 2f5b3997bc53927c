import {errorLinePattern, isErrorLevel} from '../../../loki/logql/logql.js';
import type {Capabilities} from '../../../loki/types.js';
import {formatCount} from '../../../words/numbers.js';
import type {Judgement} from '../types.js';

export type LevelCount = {
	/** Empty for lines without one. */
	readonly level: string;
	readonly lines: number;
};

const maxLevelsShown = 8;
const howToGetLevels = 'Let Loki 3 detect levels (limits_config.discover_log_levels: true), or let the log shipper set a level label on every stream.';

/** How errors are told apart, and what there was of each level in the last minutes. */
export function judgeLevels(errorSource: Capabilities['errorSource'], counts: readonly LevelCount[], minutes: number): Judgement {
	const lines = counts.reduce((sum, level) => sum + level.lines, 0);
	if (errorSource === 'line') {
		return {
			state: 'warn',
			detail: `No level on every line: errors are the lines that match ${errorLinePattern} (${formatCount(lines)} in the last ${minutes} min).`,
			nextStep: howToGetLevels,
		};
	}

	if (lines === 0) {
		return {state: 'pass', detail: `Errors are read from ${errorSource}; no line in the last ${minutes} min.`};
	}

	const named = counts.toSorted((a, b) => b.lines - a.lines).slice(0, maxLevelsShown).map(({level, lines: own}) => `${level === '' ? '(none)' : level} ${formatCount(own)}`);
	const detail = `Errors are read from ${errorSource}; in the last ${minutes} min: ${named.join(', ')}.`;
	const isUnknown = counts.every(({level, lines: own}) => own === 0 || level === '' || level === 'unknown');
	return isUnknown
		? {state: 'warn', detail: `${detail} No line has a level, so no error would be seen.`, nextStep: 'Let the programs write a level into their lines (level=error, or a JSON member "level"), or let the log shipper set a level label.'}
		: {state: 'pass', detail: counts.some(({level}) => isErrorLevel(level)) ? detail : `${detail} No error among them.`};
}
