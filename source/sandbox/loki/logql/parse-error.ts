import {LokiError} from '../http/loki-error.js';

export type Position = {
	/** From 1; 0 where Loki names no place. */
	readonly line: number;
	readonly column: number;
};

/** A query that Loki refuses, with the place where it has one. */
export class ParseError extends LokiError {
	constructor(message: string, position?: Position) {
		const place = position && (position.line > 0 || position.column > 0)
			? `at line ${position.line}, col ${position.column}`
			: '';
		super(400, place ? `parse error ${place}: ${message}` : `parse error : ${message}`);
	}
}
