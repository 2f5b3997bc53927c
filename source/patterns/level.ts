import {capLine} from './cap-line.js';
import {cleanLine} from './clean-line.js';
import {extract} from './extract.js';
import {levelOfLabels} from './label-level.js';
import {levelInText, wasGuessed} from './spoken-level.js';
import type {LogLevel} from './types.js';

export type ReadLevel = {
	readonly level: LogLevel;
	/** A field, a header, a status or an exception marks it; else it is what its words sound like. */
	readonly isMarked: boolean;
};

/** The level of a line by itself. Never throws. */
export function readLevel(line: string): ReadLevel {
	const {text, level} = extract(cleanLine(capLine(line).text));
	return {level: level ?? levelInText(text), isMarked: level !== undefined};
}

/**
The level of a line that was given one by its shipper or by Loki. What the line marks itself goes first: shippers put one level on all that a program writes,
and Loki guesses from a word anywhere in the line; such a guess is read again.
*/
export function settleLevel({line, text, marked, given}: {readonly line: string; readonly text: string; readonly marked: LogLevel | undefined; readonly given: LogLevel | undefined}): LogLevel {
	if (marked !== undefined) {
		return marked;
	}

	return given === undefined || given === 'unknown' || wasGuessed(line, given) ? levelInText(text) : given;
}

/** The level of a line with its labels. */
export function levelOfEntry({line, labels}: {readonly line: string; readonly labels: Readonly<Record<string, string>>}): LogLevel {
	const cleaned = cleanLine(capLine(line).text);
	const {text, level} = extract(cleaned);
	return settleLevel({
		line: cleaned, text, marked: level, given: levelOfLabels(labels),
	});
}
