import type {Unwrap} from '../../../logql/ast.js';
import {parseBytes} from '../../../logql/bytes.js';
import {parseGoDuration} from '../../../logql/duration.js';
import {parseGoFloat} from '../../../logql/go-float.js';
import {conversionError} from '../pipeline/label-filter.js';
import type {LineState} from '../pipeline/line-state.js';

export type UnwrappedValue = {
	/** The last value read; 0 where the label was none. */
	value: number;
	/** @returns Whether the line has the label. One that is no number sets the line's error. */
	readonly read: (state: LineState) => boolean;
};

/** Reads the label that a range aggregation unwraps. */
export const unwrapValue = ({name, conversion}: Unwrap): UnwrappedValue => {
	const convert = (text: string): number | undefined => {
		if (conversion === 'bytes') {
			return parseBytes(text);
		}

		if (conversion === undefined) {
			return parseGoFloat(text);
		}

		const ns = parseGoDuration(text);
		return ns === undefined ? undefined : ns / 1e9;
	};

	const type = conversion === undefined ? 'number' : (conversion === 'bytes' ? 'bytes' : 'duration');
	const unwrapped: UnwrappedValue = {
		value: 0,
		read(state) {
			const text = state.get(name) ?? '';
			if (text === '') {
				return false;
			}

			const value = convert(text);
			unwrapped.value = value ?? 0;
			if (value === undefined) {
				state.fail('SampleExtractionErr', conversionError(type, text));
			}

			return true;
		},
	};
	return unwrapped;
};
