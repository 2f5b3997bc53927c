import assert from 'node:assert/strict';
import {test} from 'node:test';
import {errorFilterOf, levelMarks, type LevelMark} from '../../source/patterns/error-filter.js';
import {marksOf} from '../../source/patterns/level-marks.js';
import {isErrorLevel} from '../../source/patterns/level-words.js';
import {compileFilter} from '../helpers/error-filter.js';
import {markedLines, spokenLines} from './level-lines.js';

for (const [format, line, level] of [...markedLines, ...spokenLines]) {
	test(`Loki is asked for what the reader calls an error in ${format}: ${line.slice(0, 60)}`, () => {
		const isFound = compileFilter(errorFilterOf(marksOf(line)));
		assert.equal(isFound(line), isErrorLevel(level));
	});
}

test('a mark of one format finds nothing in lines of another', () => {
	const structured = levelMarks.filter((mark): mark is LevelMark => mark !== 'words' && mark !== 'tens' && mark !== 'hundreds' && mark !== 'syslog');
	const isFound = compileFilter(errorFilterOf(structured));
	const wrong = markedLines.filter(([, line, level]) => !isErrorLevel(level) && isFound(line));
	assert.deepEqual(wrong, []);
});

test('filters are one for one set of marks, whatever its order', () => {
	assert.equal(errorFilterOf(['tens', 'words']), errorFilterOf(['words', 'tens']));
});
