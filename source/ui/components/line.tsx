import {Text} from 'ink';
import {memo, type ReactElement} from 'react';
import {useTheme} from '../hooks/use-theme.js';
import type {Tone} from '../theme.js';

/** A run of text in one tone. Its text is sanitised already: everything that comes from outside is, where it comes in. */
export type Span = readonly [text: string, tone?: Tone];

export type StyledRow = readonly Span[];

type LineProps = {
	readonly spans: StyledRow;
};

/** One row of the screen as one text node: an unchanged row costs nothing, whatever else changes. */
export const Line = memo(({spans}: LineProps): ReactElement => {
	const theme = useTheme();
	return (
		<Text wrap='truncate'>
			{spans.length === 0
				? ' '
				: spans.map(([text, tone = 'plain'], index) => tone === 'plain'
					? text
					: <Text key={`${index}`} {...theme[tone]}>{text}</Text>)}
		</Text>
	);
}, (before, after) => isSameRow(before.spans, after.spans));

Line.displayName = 'Line';

function isSameRow(a: StyledRow, b: StyledRow): boolean {
	return a === b || (a.length === b.length && a.every(([text, tone], index) => {
		const other = b[index];
		return other?.[0] === text && other[1] === tone;
	}));
}
