import {levelMarks, type LevelMark} from './error-filter.js';
import {marksOf} from './level-marks.js';
import {isErrorLevel, levelOfWord} from './level-words.js';
import {readLevel, settleLevel} from './level.js';

/** What a few lines of one service say of how it marks its errors. */
export type LevelTally = {
	lines: number;
	/** The line marks its level, and Loki knows none; or Loki would know none of an error in the same format. */
	unknown: number;
	/** Neither the line nor Loki tells a level. */
	unmarked: number;
	/** Loki calls it an error and the line does not, or the other way round. */
	contradicted: number;
	readonly marks: Map<LevelMark, number>;
};

/** Older lines count half from here on: a program that changed how it logs is relearnt. */
const maxLines = 400;
/** Fewer lines that Loki cannot tell, or a smaller share of them, are strays: another program's banner. */
const minLines = 3;
const minShare = 0.02;
/** What lines sound like counts only where most say no more. */
const wordsShare = 0.5;
const markShare = 0.01;

export const newTally = (): LevelTally => ({
	lines: 0, unknown: 0, unmarked: 0, contradicted: 0, marks: new Map(),
});

/** Takes a line and the level that Loki or the shipper put on it, as it was written. */
export function takeLine(tally: LevelTally, line: string, given: string | undefined): void {
	if (tally.lines >= maxLines) {
		halve(tally);
	}

	const {level, isMarked} = readLevel(line);
	const known = given === undefined ? undefined : levelOfWord(given);
	const isTold = known !== undefined;
	tally.lines++;
	tally.unknown += isMarked && (!isTold || spellsOtherwise(line)) ? 1 : 0;
	tally.unmarked += !isTold && !isMarked ? 1 : 0;
	tally.contradicted += isTold && isErrorLevel(known) !== isErrorLevel(settleLevel({
		line, text: line, marked: isMarked ? level : undefined, given: known,
	}))
		? 1
		: 0;
	for (const mark of marksOf(line, isMarked)) {
		// Lines that Loki can tell need no words.
		if (mark !== 'words' || !isTold) {
			tally.marks.set(mark, (tally.marks.get(mark) ?? 0) + 1);
		}
	}
}

/**
Formats in which Loki reads a calm level and not an error: log15 writes `eror`, java.util.logging `SEVERE`, .NET `fail`, nginx and php-fpm `[emerg]`.
Loki 3 knows critical, fatal, error and err.
*/
const otherSpellings: readonly RegExp[] = [
	/(?:^|\s)lvl=(?:info|dbug|warn|eror|crit|trce)\b/,
	/^(?:INFO|WARNING|CONFIG|FINE[RS]?T?): /,
	/^(?:info|warn|dbug|trce): [\w.]{1,200}\[\d+\]/,
	/^[^"[{]{0,60}\[(?:\w{1,40}:)?(?:info|notice|warn|debug|INF|WRN|DBG)\]/,
];

const spellsOtherwise = (line: string): boolean => otherSpellings.some(format => format.test(line));

function halve(tally: LevelTally): void {
	tally.lines /= 2;
	tally.unknown /= 2;
	tally.unmarked /= 2;
	tally.contradicted /= 2;
	for (const [mark, count] of tally.marks) {
		tally.marks.set(mark, count / 2);
	}
}

const isShare = (count: number, {lines}: LevelTally): boolean => count >= minLines && count >= minShare * lines;

/** Whether Loki's level does not tell this service's errors. */
export const needsFilter = (tally: LevelTally): boolean => isShare(tally.unknown, tally) || isShare(tally.contradicted, tally) || (isShare(tally.unmarked, tally) && tally.unmarked >= wordsShare * tally.lines);

/** Whether no line says its level in any way: errors cannot be told but by what lines sound like. */
export const isUntold = (tally: LevelTally): boolean => tally.lines > 0 && tally.unmarked >= tally.lines;

/** By what the errors of a service are told apart, in the order of the catalogue. */
export function marksIn(tally: LevelTally): readonly LevelMark[] {
	return levelMarks.filter(mark => {
		const count = tally.marks.get(mark) ?? 0;
		return count > 0 && count >= (mark === 'words' ? wordsShare : markShare) * tally.lines;
	});
}

/** How the marks of a service are named to a person. */
export function namesOfMarks(marks: readonly LevelMark[]): string {
	const told: Readonly<Record<LevelMark, string>> = {
		tens: 'numbers of pino', hundreds: 'numbers of Monolog', syslog: 'numbers of syslog', telemetry: 'numbers of OpenTelemetry', status: 'HTTP status', letter: 'letters of MongoDB', words: 'words in the text',
	};
	return marks.length === 0 ? 'headers and fields' : marks.map(mark => told[mark]).join(', ');
}

