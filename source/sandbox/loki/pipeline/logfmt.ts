import type {Extraction} from '../../../logql/ast.js';
import type {Step} from './line-state.js';
import {LogfmtScanner} from './logfmt-scan.js';
import {sanitizeKey, withoutReplacements} from './sanitize-key.js';

export type LogfmtOptions = {
	/** Stop at the first bad pair and say so, instead of reading on behind it. */
	readonly isStrict: boolean;
	/** Keys without a value become empty labels. */
	readonly isKeepingEmpty: boolean;
};

/** The logfmt parser without expressions: every pair of the line becomes a label. */
export const logfmtStep = ({isStrict, isKeepingEmpty}: LogfmtOptions): Step => state => {
	if (state.isComplete) {
		return true;
	}

	const scanner = new LogfmtScanner(state.line);
	while (!scanner.isAtEnd) {
		if (!scanner.next()) {
			if (isStrict) {
				break;
			}

			continue;
		}

		const name = sanitizeKey(scanner.key);
		if (name === '' || (scanner.value === '' && !isKeepingEmpty)) {
			continue;
		}

		state.extract(name, withoutReplacements(scanner.value));
		if (state.isComplete) {
			break;
		}
	}

	if (isStrict && scanner.error !== undefined) {
		state.fail('LogfmtParserErr', scanner.error);
	}

	return true;
};

/** The logfmt parser with expressions: one label for each, empty where the line does not have its key. */
export const logfmtExpressionStep = (extractions: readonly Extraction[], {isStrict}: LogfmtOptions): Step => {
	for (const {expression} of extractions) {
		if (!/^[a-z_][\w.]*$/i.test(expression.replaceAll('"', ''))) {
			throw new Error(`cannot parse expression [${expression}]: syntax error: unexpected ${expression[0] ?? '$end'}`);
		}
	}

	const names = new Map(extractions.map(({name, expression}) => [expression.replaceAll('"', ''), name]));
	return state => {
		if (state.isComplete) {
			return true;
		}

		const free = new Map(Array.from(names.values(), name => [name, state.freeName(name)]));
		for (const [name, freeName] of free) {
			if (name === freeName) {
				state.set(name, '');
			}
		}

		const scanner = new LogfmtScanner(state.line);
		while (!scanner.isAtEnd) {
			if (!scanner.next()) {
				if (isStrict) {
					break;
				}

				continue;
			}

			const name = names.get(scanner.key) ?? names.get(sanitizeKey(scanner.key));
			if (name !== undefined) {
				state.set(free.get(name)!, scanner.value);
			}
		}

		if (isStrict && scanner.error !== undefined) {
			state.fail('LogfmtParserErr', scanner.error);
		}

		return true;
	};
};
