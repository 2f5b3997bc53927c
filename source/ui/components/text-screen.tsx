import {Box} from 'ink';
import type {ReactElement} from 'react';
import {useReportPage} from '../hooks/use-page.js';
import {scrollStart, type Scroll} from '../layout/scroll.js';
import {Line, type StyledRow} from './line.js';
import {Lines} from './lines.js';

type TextScreenProps = {
	readonly title: StyledRow;
	readonly text: readonly StyledRow[];
	readonly scroll: Scroll;
	readonly columns: number;
	readonly rows: number;
};

/** A title, a rule, and text that scrolls. */
export function TextScreen({title, text, scroll, columns, rows}: TextScreenProps): ReactElement {
	const height = Math.max(1, rows - 3);
	useReportPage(height, text.length);
	const start = scrollStart(scroll, text.length, height);
	const more = text.length - start - height;
	return (
		<Box flexDirection='column' height={rows}>
			<Line spans={title}/>
			<Line spans={[['─'.repeat(columns), 'dim']]}/>
			<Lines rows={text.slice(start, start + height)} height={height}/>
			<Line spans={more > 0 ? [[` ... ${more} more rows`, 'dim']] : []}/>
		</Box>
	);
}
