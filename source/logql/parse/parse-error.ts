export type ErrorPlace = {
	/** As Loki names it, from 1; 0 where Loki names none or has lost it. */
	readonly line: number;
	/** As Loki names it, in characters from 1; 0 where Loki names none. */
	readonly column: number;
	/** Where it really is, in UTF-16 units from 0. */
	readonly from: number;
};

/** A query that Loki refuses. The message is Loki's own, with its place where Loki names one. */
export class ParseError extends Error {
	override readonly name: string = 'ParseError';

	constructor(
		/** Loki's words without the place. */
		readonly reason: string,
		readonly place?: ErrorPlace,
	) {
		const isPlaceNamed = place !== undefined && (place.line > 0 || place.column > 0);
		super(isPlaceNamed ? `parse error at line ${place.line}, col ${place.column}: ${reason}` : `parse error : ${reason}`);
	}
}

/** A token that does not fit where it stands. */
export class UnexpectedTokenError extends ParseError {
	override readonly name = 'UnexpectedTokenError';

	constructor(
		/** As Loki names it, such as IDENTIFIER. */
		tokenName: string,
		/** The tokens that would fit, where Loki names them. */
		readonly expected: readonly string[],
		place: ErrorPlace,
	) {
		super(`syntax error: unexpected ${tokenName}${expected.length > 0 ? `, expecting ${expected.join(' or ')}` : ''}`, place);
	}
}
