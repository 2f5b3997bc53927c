import {capLine} from './cap-line.js';
import {cleanLine} from './clean-line.js';
import {withoutContainer} from './extract.js';
import {markOfFields} from './extract/fields.js';
import {readJson} from './extract/json.js';
import type {LevelMark} from './error-filter.js';
import {readLevel} from './level.js';

const none: readonly LevelMark[] = [];
const words: readonly LevelMark[] = ['words'];

/** What marks the level of a line beside the words that hold for every line; `words` where nothing does. Whoever has read its level says whether it is marked. */
export function marksOf(line: string, isMarked = readLevel(line).isMarked): readonly LevelMark[] {
	const text = withoutContainer(cleanLine(capLine(line).text).trimEnd());
	const fields = readJson(text);
	const inner = fields?.get('log') ?? '';
	const mark = fields && (markOfFields(fields) ?? markOfInner(inner));
	if (mark !== undefined) {
		return mark === 'word' ? none : [mark];
	}

	return isMarked ? none : words;
}

const markOfInner = (text: string) => {
	const fields = readJson(text.trimEnd());
	return fields && markOfFields(fields);
};
