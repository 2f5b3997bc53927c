import {Box} from 'ink';
import type {ReactElement} from 'react';
import {Line, type StyledRow} from './line.js';

type LinesProps = {
	readonly rows: readonly StyledRow[];
	readonly height?: number;
};

/** Rows one below the other, cut at the height where one is given. */
export function Lines({rows, height = rows.length}: LinesProps): ReactElement {
	return (
		<Box flexDirection='column' height={height} flexShrink={0}>
			{rows.slice(0, height).map((spans, index) => <Line key={`${index}`} spans={spans}/>)}
		</Box>
	);
}
