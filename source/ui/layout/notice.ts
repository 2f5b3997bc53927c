import {displayWidth, fit} from '../../terminal/width.js';
import type {Notice} from '../../store/state.js';
import type {StyledRow} from '../components/line.js';
import {fitRow} from './row.js';

const tones = {
	good: 'good', bad: 'warning', plain: 'bold', dim: 'dim',
} as const satisfies Record<Notice['tone'], string>;

/** A piece of news over the whole of the last row: what it ends with is often what matters. */
export const noticeRow = ({text, tone}: Notice, columns: number): StyledRow => fitRow([[' '], [fitNotice(text, columns - 2), tones[tone]]], columns);

/** A text in so many columns at most; a path in it loses its middle before the text loses its end, for the file name is what is looked for. */
export function fitNotice(text: string, columns: number): string {
	const width = displayWidth(text);
	if (width <= columns) {
		return text;
	}

	const path = pathIn(text);
	const nameStart = path.lastIndexOf('/');
	const directory = path.slice(0, Math.max(0, nameStart));
	const room = displayWidth(directory) - (width - columns) - 1;
	return room < 0 ? fit(text, columns) : text.replace(path, () => `${fit(directory, room, {ellipsis: false}).trimEnd()}…${path.slice(nameStart)}`);
}

/** From the first word with a slash to the last one: directories may have spaces in their names. */
function pathIn(text: string): string {
	const words = text.split(' ');
	const hasSlash = (word: string): boolean => word.includes('/');
	const first = words.findIndex(word => hasSlash(word));
	return first === -1 ? '' : words.slice(first, words.findLastIndex(word => hasSlash(word)) + 1).join(' ');
}
