import {extract, withoutContainer} from '../extract.js';
import {hashLanes} from '../mining/hash.js';
import {settleLevel} from '../level.js';
import {nameMark} from '../mining/key-marks.js';
import {keyOfTemplate, refineTemplate} from '../mining/normal-key.js';
import type {KnownNames} from '../read/known-names.js';
import type {LogLevel} from '../types.js';
import {scan} from './scan.js';

/** A line after extraction and masking. */
export type MaskedLine = {
	readonly level: LogLevel;
	/** Empty where the line does not tell it. */
	readonly component: string;
	readonly key: string;
	readonly template: string;
};

const smallNumber = 0x1F;
const variableInComponent = /(?<![a-z])\d+|\d{2,}/gi;

/** Takes a capped line without escape sequences apart and masks what it says. The level that it marks goes before the one that was given. */
export function maskLine(line: string, cutMark: string, givenLevel: LogLevel | undefined, names?: KnownNames): MaskedLine {
	const {text, component, level} = extract(line);
	const template = refineTemplate(scan(text, names)) + cutMark;
	const key = keyOfTemplate(template);
	return {
		level: settleLevel({
			line, text: template, marked: level, given: givenLevel,
		}),
		component: component.replaceAll(variableInComponent, '<*>'),
		key: names ? names.mark(key, nameMark) : key,
		template,
	};
}

/** The start of what a container's runtime wrapped; the line itself where none did. */
const innerOf = (line: string): string => line.startsWith('{"log":"') ? line.slice(8, 20) : withoutContainer(line);

/**
What the masked form of a line does not show and its pattern depends on, as the seed of its hash: a small number that the caller gives,
and the level of klog (`E0301`) and of syslog (`<131>`), which are masked with the digits behind them.
*/
export function seedOf(whole: string, small: number): number {
	const line = innerOf(whole);
	const first = line.charCodeAt(0);
	const second = line.charCodeAt(1);
	// `<`, or a letter from D to W, before a digit.
	if (second >= 0x30 && second <= 0x39 && (first === 0x3C || (first >= 0x44 && first <= 0x57))) {
		const mark = /^(?:[DEFIW](?=\d{4} )|<\d{1,3}>)/.exec(line)?.[0] ?? '';
		return small + (hashLanes(mark).low & ~smallNumber);
	}

	return small;
}
