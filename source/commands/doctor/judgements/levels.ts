import {errorLinePattern, isErrorLevel} from '../../../loki/logql/logql.js';
import type {Reading} from '../../../monitor/levels/level-book.js';
import {namesOfMarks} from '../../../patterns/learn-levels.js';
import {formatCount, formatShare, plural} from '../../../words/numbers.js';
import type {ProbedFilter} from '../probe-filters.js';
import type {Judgement} from '../types.js';

export type LevelCount = {
	/** Empty for lines without one. */
	readonly level: string;
	readonly lines: number;
};

const maxLevelsShown = 8;
const maxServicesShown = 5;
const howToTell = 'Say with --error-filter \'SERVICE=|~ "..."\' which of their lines are errors, or let these programs write a level.';
const howToCorrect = 'Correct the --error-filter that Loki refuses, or that finds no service: a service or a selector of what is watched, with LogQL stages behind it.';
const howToGetLevels = 'Let Loki 3 detect levels (limits_config.discover_log_levels: true), or let the log shipper set a level label on every stream.';

export type LevelFacts = {
	/** The label that holds the level, or `line` where none does. */
	readonly source: string;
	readonly counts: readonly LevelCount[];
	/** The limit of series that was met: the counts are of errors and of all others, then. Undefined where none was. */
	readonly maxSeries?: number | undefined;
	readonly minutes: number;
	/** Services that are counted by a filter of their own. */
	readonly readings: readonly Reading[];
	/** Services that write no level in any way. */
	readonly untold: readonly string[];
	/** Services whose own filter this Loki does not accept. */
	readonly refused?: readonly string[];
	/** Filters that a person set. */
	readonly given: readonly ProbedFilter[];
};

const names = (services: readonly string[]): string => `${services.slice(0, maxServicesShown).join(', ')}${services.length > maxServicesShown ? ` and ${services.length - maxServicesShown} more` : ''}`;

/** `24 % of the lines have no level: services a, b; read by numbers of pino.` */
function describeReadings({counts, readings, untold, refused = [], given, minutes}: LevelFacts): string {
	const lines = counts.reduce((sum, level) => sum + level.lines, 0);
	const unknown = counts.reduce((sum, {level, lines: own}) => sum + (level === '' || level === 'unknown' ? own : 0), 0);
	const groups = new Map<string, string[]>();
	const taken = readings.filter(({service}) => !refused.includes(service));
	for (const {service, marks} of taken) {
		const name = namesOfMarks(marks);
		groups.set(name, [...groups.get(name) ?? [], service]);
	}

	const read = Array.from(groups, ([name, services]) => `${names(services)} read by ${name}`);
	const share = lines > 0 && unknown > 0 ? ` ${formatShare(unknown / lines)} of the lines have no level that Loki knows.` : '';
	return [
		share,
		read.length === 0 ? '' : ` Errors by a filter of their own: ${read.join('; ')}.`,
		untold.length === 0 ? '' : ` No level at all: ${names(untold)}; only what sounds like a failure counts there.`,
		refused.length === 0 ? '' : ` This Loki refuses the filter of ${names(refused)}: no error of theirs is told apart.`,
		given.length === 0 ? '' : ` Set by --error-filter: ${given.map(({service, selector, stage, outcome}) => `${service ?? selector ?? ''} ${stage} (${outcomeWords(outcome, minutes)})`).join('; ')}.`,
	].join('');
}

function outcomeWords(outcome: ProbedFilter['outcome'], minutes: number): string {
	switch (outcome.type) {
		case 'taken': {
			return `${outcome.lines === 0 ? 'no line' : plural(outcome.lines, 'line')} of ${plural(outcome.services, 'service')} in the last ${minutes} min`;
		}

		case 'finds-nothing': {
			return 'finds no service';
		}

		case 'refused': {
			return `Loki refuses it: ${outcome.why}`;
		}
	}
}

/** How errors are told apart, what there was of each level in the last minutes, and which services mark theirs otherwise. */
export function judgeLevels(facts: LevelFacts): Judgement {
	const {source, counts, maxSeries, minutes, readings} = facts;
	const isWrong = facts.given.some(({outcome}) => outcome.type !== 'taken');
	const isUntold = isWrong || facts.untold.length > 0 || (facts.refused ?? []).length > 0;
	const nextStep = isWrong ? howToCorrect : howToTell;
	const lines = counts.reduce((sum, level) => sum + level.lines, 0);
	const readingWords = describeReadings(source === 'line' ? {...facts, counts: []} : facts);
	if (source === 'line') {
		return readings.length > 0
			? {state: isUntold ? 'warn' : 'pass', detail: `No level on every line.${readingWords}`, ...isUntold && {nextStep}}
			: {
				state: 'warn',
				detail: `No level on every line: errors are the lines that match ${errorLinePattern} (${formatCount(lines)} in the last ${minutes} min).${readingWords}`,
				nextStep: isWrong ? howToCorrect : howToGetLevels,
			};
	}

	if (lines === 0) {
		return {state: isWrong ? 'warn' : 'pass', detail: `Errors are read from ${source}; no line in the last ${minutes} min.${readingWords}`, ...isWrong && {nextStep}};
	}

	if (maxSeries !== undefined) {
		const limit = Number.isNaN(maxSeries) ? 'Loki answers with series' : `the ${formatCount(maxSeries)} series that Loki answers with`;
		const errorLines = counts.reduce((sum, {level, lines: own}) => sum + (isErrorLevel(level) ? own : 0), 0);
		return {
			state: isUntold ? 'warn' : 'pass', detail: `Errors are read from ${source}; in the last ${minutes} min: ${formatCount(lines)} lines, ${formatCount(errorLines)} of them errors (more levels than ${limit}).${readingWords}`, ...isUntold && {nextStep},
		};
	}

	const named = counts.toSorted((a, b) => b.lines - a.lines).slice(0, maxLevelsShown).map(({level, lines: own}) => `${level === '' ? '(none)' : level} ${formatCount(own)}`);
	const detail = `Errors are read from ${source}; in the last ${minutes} min: ${named.join(', ')}.`;
	const isUnknown = counts.every(({level, lines: own}) => own === 0 || level === '' || level === 'unknown');
	if (isUnknown && readings.length === 0) {
		return {state: 'warn', detail: `${detail} No line has a level, so no error would be seen.${readingWords}`, nextStep: 'Let the programs write a level into their lines (level=error, or a JSON member "level"), or let the log shipper set a level label.'};
	}

	const errors = counts.some(({level}) => isErrorLevel(level)) || readings.length > 0 ? '' : ' No error among them.';
	return {state: isUntold ? 'warn' : 'pass', detail: `${detail}${errors}${readingWords}`, ...isUntold && {nextStep}};
}
