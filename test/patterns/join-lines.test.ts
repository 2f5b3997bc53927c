import assert from 'node:assert/strict';
import {test} from 'node:test';
import {joinLines} from '../../source/patterns/join-lines.js';

type Line = {readonly line: string; readonly timeMs: number; readonly stream: string};

const at = (timeMs: number, line: string, stream = 'a'): Line => ({line, timeMs, stream});
const join = (lines: readonly Line[]): readonly string[] => joinLines(lines, ({stream}) => stream).map(({line}) => line);

const traces: Readonly<Record<string, readonly string[]>> = {
	Java: ['ERROR request failed', 'java.lang.IllegalStateException: closed', '\tat a.B.c(B.java:1)', '\tat a.D.e(D.java:2)', 'Caused by: java.io.IOException: disk full', '\tat a.F.g(F.java:3)', '\t... 23 more'],
	Python: ['ERROR task failed', 'Traceback (most recent call last):', '  File "/app/a.py", line 1, in f', '    g()', 'KeyError: \'sku\''],
	Go: ['panic: runtime error: index out of range', 'goroutine 1 [running]:', 'main.(*Server).handle(0xc000012345)', '\t/src/app/main.go:42 +0x1d', 'main.main()', '\t/src/app/main.go:17 +0x2f'],
	JavaScript: ['TypeError: x is undefined', '    at f (/app/a.js:1:2)', '    at g (/app/b.js:3:4)'],
	'.NET': ['Unhandled exception. System.Exception: x', '   at A.B.C() in /src/a.cs:line 1', '   --- End of inner exception stack trace ---', '   at A.D.E()'],
	Rust: ['thread \'main\' panicked at src/main.rs:5:10:', 'stack backtrace:', '   0: rust_begin_unwind', '   1: shop::main'],
};

for (const [name, lines] of Object.entries(traces)) {
	test(`a stack trace of ${name} written one line a frame is one event`, () => {
		const joined = join([...lines.map((line, index) => at(index, line)), at(50, 'INFO next request')]);
		// The exception that a Java trace begins with may stand alone: it has no mark of its own.
		const expected = name === 'Java' ? [lines[0], lines.slice(1).join('\n')] : [lines.join('\n')];
		assert.deepEqual(joined, [...expected, 'INFO next request']);
	});
}

test('what follows the exception of a traceback is another event', () => {
	assert.deepEqual(join([at(0, 'Traceback (most recent call last):'), at(1, '  File "a.py", line 1, in f'), at(2, 'KeyError: 1'), at(3, 'ValueError: 2')]), [
		'Traceback (most recent call last):\n  File "a.py", line 1, in f\nKeyError: 1',
		'ValueError: 2',
	]);
});

test('lines of other streams between them do not part an event', () => {
	const joined = join([at(0, 'boom'), at(1, 'other', 'b'), at(2, '\tat a.B.c(B.java:1)'), at(3, '\tat x.Y.z(Y.java:1)', 'b')]);
	assert.deepEqual(joined, ['boom\n\tat a.B.c(B.java:1)', 'other\n\tat x.Y.z(Y.java:1)']);
});

test('a second between two lines parts them, and so does a line without its beginning', () => {
	assert.deepEqual(join([at(0, 'boom'), at(1001, '\tat a.B.c(B.java:1)')]), ['boom', '\tat a.B.c(B.java:1)']);
	assert.deepEqual(join([at(0, '\tat a.B.c(B.java:1)'), at(1, '\tat a.D.e(D.java:1)')]), ['\tat a.B.c(B.java:1)\n\tat a.D.e(D.java:1)']);
});

test('an event has its first time and all its lines, and none is lost however many there are', () => {
	const lines = [at(7, 'boom'), ...Array.from({length: 450}, (_, index) => at(8, `\tat a.B.c${index}(B.java:1)`))];
	const events = joinLines(lines, ({stream}) => stream);
	assert.equal(events[0]!.timeMs, 7);
	assert.deepEqual(events.map(event => event.lines.length), [200, 200, 51]);
	assert.deepEqual(events.flatMap(event => event.lines), lines);
});

test('ordinary lines stay apart', () => {
	const lines = ['order 1 failed', 'order 2 failed', 'KeyError: 1', '{"msg":"x"}', 'at noon all is well'];
	assert.deepEqual(join(lines.map((line, index) => at(index, line))), lines);
});
