import type {LogLevel} from '../types.js';

/** State of a walk over the header of one line. */
export type Walk = {
	readonly line: string;
	position: number;
	hasTime: boolean;
	isSyslog: boolean;
	level: LogLevel | undefined;
	component: string | undefined;
};

/** Moves behind what an expression finds at the position. */
export function skip(walk: Walk, expression: RegExp): RegExpExecArray | undefined {
	expression.lastIndex = walk.position;
	const found = expression.exec(walk.line);
	if (!found) {
		return undefined;
	}

	walk.position = expression.lastIndex;
	return found;
}
