import assert from 'node:assert/strict';
import {test} from 'node:test';
import stringWidth from 'string-width';
import {
	createMarkdownView,
	renderMarkdown,
	type StyledLine,
	type TextStyle,
} from '../../../source/terminal/markdown/markdown.js';

/** One string a row; what has a style stands in its sign. */
const signs: Readonly<Record<TextStyle, readonly [before: string, after: string]>> = {
	plain: ['', ''],
	bold: ['⟨b:', '⟩'],
	italic: ['⟨i:', '⟩'],
	code: ['⟨c:', '⟩'],
	heading: ['⟨h:', '⟩'],
	dim: ['⟨d:', '⟩'],
	link: ['⟨l:', '⟩'],
};

function picture(lines: readonly StyledLine[]): string[] {
	return lines.map(line => line.map(({text, style}) => signs[style].join(text)).join(''));
}

const cases: ReadonlyArray<readonly [name: string, markdown: string, expected: readonly string[]]> = [
	['a paragraph flows', 'one\ntwo  \nthree\\\nfour', ['one two', 'three', 'four']],
	['a paragraph wraps', 'one two three four five six seven', ['one two three four five six', 'seven']],
	['paragraphs keep their distance, once', 'one\n\n\n\ntwo\n\n', ['one', '', 'two']],
	['headings of every form', '# One\n## Two ##\nThree\n=====\n#hash', ['⟨h:One⟩', '⟨h:Two⟩', '⟨h:Three⟩', '#hash']],
	['bold and italic', '**a** __b__ *c* _d_ ***e***', ['⟨b:a⟩ ⟨b:b⟩ ⟨i:c⟩ ⟨i:d⟩ ⟨b:e⟩']],
	['nested marks', '**a *b* c** x', ['⟨b:a b c⟩ x']],
	['marks inside words are text', 'snake_case_name 2*3*4 <EMAIL_1> a * b', ['snake_case_name 2*3*4', '<EMAIL_1> a * b']],
	['marks without a partner are text', '**a and *b', ['**a and *b']],
	['escaped marks are text', String.raw`\*a\* \`b\``, ['*a* `b`']],
	['code keeps its marks', '`**a** <b>` and `` x ` y ``', ['⟨c:**a** <b>⟩ and ⟨c:x ` y⟩']],
	['a backtick without a partner is text', 'a ` b', ['a ` b']],
	['links show where they go', '[docs](https://a.b) <https://c.d> ![img](e)', ['⟨l:docs⟩⟨d: (https://a.b)⟩', '⟨l:https://c.d⟩ ⟨l:img⟩⟨d: (e)⟩']],
	['a link that says its address says it once', '[https://a.b](https://a.b)', ['⟨l:https://a.b⟩']],
	['lists', '- a\n* b\n+ c', ['• a', '• b', '• c']],
	['numbered lists keep their numbers', '1. a\n2) b\n10. long text that wraps around here', ['1. a', '2) b', '10. long text that wraps', '    around here']],
	['nested lists', '1. a\n   - b\n     - c\n2. d', ['1. a', '   • b', '     • c', '2. d']],
	['a list under a paragraph', 'Steps:\n1. a\n2. b', ['Steps:', '1. a', '2. b']],
	['a year at the start of a line is no list', 'it was in\n2024. Then', ['it was in 2024. Then']],
	['a paragraph inside an item', '- a\n\n  b\n\nc', ['• a', '', '  b', '', 'c']],
	['code', '```sh\nls  -l\n\n  x **y**\n```\nz', ['  ⟨c:ls  -l⟩', '  ⟨c:⟩', '  ⟨c:  x **y**⟩', 'z']],
	['code inside an item loses the item\'s indentation', '1. Run:\n   ```\n   ls\n     x\n   ```\n2. b', ['1. Run:', '     ⟨c:ls⟩', '     ⟨c:  x⟩', '2. b']],
	['code that is too long goes on', '~~~\nkubectl get pods -n production -o wide\n~~~', ['  ⟨c:kubectl get pods -n prod⟩', '  ⟨d:↳ ⟩⟨c:uction -o wide⟩']],
	['code without an end', '```\na', ['  ⟨c:a⟩']],
	['other fences inside code are code', '````\n```\n````', ['  ⟨c:```⟩']],
	['quotes', '> a\n> b\n>> c\n\nd', ['⟨d:│ ⟩a b', '⟨d:│ ⟩⟨d:│ ⟩c', '', 'd']],
	['rules', 'a\n\n---\n* * *', ['a', '', '⟨d:────────────────────────────⟩', '⟨d:────────────────────────────⟩']],
	['tables that fit', '| a | bb |\n|---|:-:|\n| **c** | |\n| | `d\\|` |', ['⟨b:a⟩  ⟨b:bb⟩', '⟨b:c⟩  ', String.raw`   ⟨c:d\|⟩`]],
	['tables that do not fit', 'name | what it does here\n--- | ---\nx | a long description of it', ['⟨b:name⟩: x', '  ⟨b:what it does here⟩: a long', '  description of it']],
	['HTML is text', '<b>x</b> &lt;', ['<b>x</b> &lt;']],
	['control characters are made visible', '**a\u{1B}[31m**\u{202E}', ['⟨b:a⟩<U+202E>']],
	['nothing', '', []],
];

for (const [name, markdown, expected] of cases) {
	test(name, () => {
		assert.deepEqual(picture(renderMarkdown(markdown, 28)), expected);
	});
}

const growing: ReadonlyArray<readonly [name: string, markdown: string, expected: readonly string[]]> = [
	['open bold holds to the end', 'a **b c', ['a ⟨b:b c⟩']],
	['open code holds to the end', 'a `b *c', ['a ⟨c:b *c⟩']],
	['half a mark is not shown', 'a **b*', ['a ⟨b:b⟩']],
	['a mark that has just begun is not shown', 'a **', ['a']],
	['an open fence is code already', '```sh\nls', ['  ⟨c:ls⟩']],
	['half a link is text', '[docs](http', ['[docs](http']],
	['half a table is a table', '|a|b|\n|-', ['⟨b:a⟩  ⟨b:b⟩']],
];

for (const [name, markdown, expected] of growing) {
	test(`while it streams, ${name}`, () => {
		const view = createMarkdownView(28);
		view.append(markdown);
		assert.deepEqual(picture(view.lines()), expected);
	});
}

test('a text that comes in pieces ends as the whole would be, wherever it is cut', () => {
	const whole = cases.map(([, markdown]) => markdown).join('\n\n');
	const expected = renderMarkdown(whole, 40);
	const results = [1, 3, 7, 50].map(size => {
		const view = createMarkdownView(40);
		for (let start = 0; start < whole.length; start += size) {
			view.append(whole.slice(start, start + size));
			view.lines();
		}

		view.finish();
		return view.lines();
	});
	assert.deepEqual(results, results.map(() => expected));
});

function widest(lines: readonly StyledLine[]): number {
	return Math.max(...lines.map(line => stringWidth(line.map(({text}) => text).join(''))));
}

test('rows are never wider than the terminal, whatever the text', () => {
	const texts = [
		cases.map(([, markdown]) => markdown).join('\n\n'),
		'漢'.repeat(500),
		'> '.repeat(50) + 'x',
		'- '.repeat(50) + 'x',
		'- a\n  - b\n    - c\n      - d\n        - e\n          - some words here',
		'123456789. '.repeat(9) + 'x',
		'1. a\n   123456789. b\n              123456789. c\n                         123456789. d',
		`\`\`\`\n${'🙂x'.repeat(100)}`,
		'|a|b|\n|-|-|\n|漢字漢字漢字漢字漢字|ccccccccccccccccccccccccccccccccccccccccccccccccc|',
	];
	const tooWide = texts.flatMap(text => [20, 40, 80].filter(columns => widest(renderMarkdown(text, columns)) > columns).map(columns => [text.slice(0, 20), columns]));
	assert.deepEqual(tooWide, []);
});

test('hostile texts are read in one pass and keep no newline', () => {
	const parts = ['*', '**a ', '`', '`a``', '[', '[a](', '> ', '- ', '  - a\n', '#', '|', '|a|\n|-|\n', '_a ', '\\', '<http://', '1. ', '~~~\n', '[a](b "c ', '漢', ' \n'];
	const broken = parts.filter(part => renderMarkdown(part.repeat(40_000 / part.length), 80).some(line => line.some(span => span.text.includes('\n'))));
	assert.deepEqual(broken, []);
});

test('a text without an end is cut, and says so', () => {
	const view = createMarkdownView(80);
	for (let count = 0; count < 300; count++) {
		view.append('word '.repeat(200));
	}

	assert.equal(picture(view.lines()).at(-1), '[cut after 200000 characters]');
	assert.ok(view.lines().length < 3000);
});
