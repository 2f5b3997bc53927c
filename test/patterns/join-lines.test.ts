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

const wraps: Readonly<Record<string, readonly [wrap: (line: string, index: number) => string, first: string]>> = {
	'the container runtime': [line => `2026-03-01T12:00:00.123456789Z stderr F ${line}`, '2026-03-01T12:00:00.123456789Z stderr F boom'],
	'Docker\'s JSON': [(line, index) => JSON.stringify({log: `${line}\n`, stream: 'stderr', time: `2026-03-01T12:00:00.00${index}Z`}), String.raw`{"log":"boom\n","stream":"stderr","time":"2026-03-01T12:00:00.000Z"}`],
	'a shipper with fields': [line => JSON.stringify({message: line, kubernetes: {pod_name: 'cart-1'}, stream: 'stdout'}), '{"message":"boom","kubernetes":{"pod_name":"cart-1"},"stream":"stdout"}'],
	syslog: [line => `Mar  1 12:00:00 web-1 cart[123]: ${line}`, 'Mar  1 12:00:00 web-1 cart[123]: boom'],
	'syslog with a priority': [line => `<11>Mar  1 12:00:00 web-1 cart[123]: ${line}`, '<11>Mar  1 12:00:00 web-1 cart[123]: boom'],
	'syslog of RFC 5424': [line => `<11>1 2026-03-01T12:00:00.003Z web-1 cart 123 - - ${line}`, '<11>1 2026-03-01T12:00:00.003Z web-1 cart 123 - - boom'],
	'docker compose': [line => `cart-1  | ${line}`, 'cart-1  | boom'],
};
const javaFrames = ['\tat a.B.c(B.java:1)', 'Caused by: java.io.IOException: disk full', '\tat a.F.g(F.java:3)', '\t... 23 more'];
const pythonFrames = ['Traceback (most recent call last):', '  File "/app/a.py", line 1, in f', '    g()', 'KeyError: \'sku\''];

for (const [name, [wrap, first]] of Object.entries(wraps)) {
	for (const [language, frames] of Object.entries({Java: javaFrames, Python: pythonFrames})) {
		test(`a stack trace of ${language} in lines of ${name} is one event, its frames unwrapped`, () => {
			const lines = ['boom', ...frames, 'next request'].map((line, index) => at(index, wrap(line, index)));
			const joined = join(lines);
			assert.equal(joined.length, 2);
			assert.deepEqual(joined[0]!.split('\n'), [first, ...frames]);
		});
	}
}

test('a traceback that is announced behind a prefix takes its exception', () => {
	const lines = ['2026-03-01 12:00:00,123 ERROR [worker-1] Traceback (most recent call last):', '  File "a.py", line 1, in f', 'shop.errors.PaymentError: declined', 'next'];
	assert.deepEqual(join(lines.map((line, index) => at(index, line))), [lines.slice(0, 3).join('\n'), 'next']);
});

test('a cause without "by" goes on with its event', () => {
	const lines = ['Error: cannot pay', 'Caused: io.shop.PayError: declined', '  at a.b.C.d(C.kt:7)'];
	assert.deepEqual(join(lines.map((line, index) => at(index, line))), [lines.join('\n')]);
});

test('the two lines of java.util.logging are one event', () => {
	const lines = ['Jul 24, 2024 4:50:41 PM com.example.Server start', 'SEVERE: Cannot bind port 8080', 'Jul 24, 2024 4:50:42 PM com.example.Server stop', 'INFO: Stopped', 'INFO: not of it'];
	assert.deepEqual(join(lines.map((line, index) => at(index, line))), [lines.slice(0, 2).join('\n'), lines.slice(2, 4).join('\n'), lines[4]]);
});
