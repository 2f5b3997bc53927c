import reactHooks from 'eslint-plugin-react-hooks';

/** @type {import('xo').FlatXoConfig} */
const config = [
	{
		ignores: ['test/fixtures/**', 'docs/**', '**/*.md', '**/*.json', '**/*.css', '**/*.html'],
	},
	{
		rules: {
			// A docstring of one line is one line.
			'unicorn/single-line-block-comment-style': 'off',
			// Docstrings are prose here; the types say the rest.
			'jsdoc/require-param': 'off',
			'jsdoc/require-returns': 'off',
			// The u and v flags change nothing for the ASCII expressions of this project.
			'require-unicode-regexp': 'off',
			'regexp/prefer-named-capture-group': 'off',
			// The field's own short names, and React's.
			'unicorn/prevent-abbreviations': 'off',
			'unicorn/name-replacements': 'off',
			// Query builders and reducers read better with undefined spelt out.
			'unicorn/no-useless-undefined': 'off',
			// Polls and streams are sequential on purpose.
			'no-await-in-loop': 'off',
			// Scanners and hashes work on bits and indexes.
			'no-bitwise': 'off',
			'unicorn/prefer-code-point': 'off',
			'unicorn/no-for-loop': 'off',
			'unicorn/prefer-at': 'off',
			// Wire formats spell their names their own way.
			'@typescript-eslint/naming-convention': 'off',
			camelcase: 'off',
			// Taste, where the shorter form reads as well.
			'unicorn/prefer-simple-condition-first': 'off',
			'unicorn/no-immediate-mutation': 'off',
			'unicorn/prefer-minimal-ternary': 'off',
			'unicorn/consistent-boolean-name': 'off',
			'unicorn/max-nested-calls': 'off',
			'@typescript-eslint/strict-boolean-expressions': 'off',
			'jsdoc/require-yields': 'off',
			'unicorn/no-array-reduce': 'off',
			'unicorn/no-declarations-before-early-exit': 'off',
			'unicorn/prefer-number-is-safe-integer': 'off',
			// Iterator helpers came with Node 22; the program runs on Node 20.
			'unicorn/prefer-iterator-to-array': 'off',
			'unicorn/prefer-iterator-helpers': 'off',
			'unicorn/prefer-set-methods': 'off',
			'unicorn/prefer-array-from-async': 'off',
			'max-params': 'off',
			complexity: 'off',
			'@typescript-eslint/max-params': 'off',
			// A switch over a union ends in assertNever, which the types hold to every case.
			'@typescript-eslint/switch-exhaustiveness-check': ['error', {allowDefaultCaseForExhaustiveSwitch: true, requireDefaultForNonUnion: true, considerDefaultExhaustiveForUnions: true}],
			'unicorn/filename-case': ['error', {case: 'kebabCase'}],
		},
	},
	{
		files: ['bin/**', 'deploy/**', 'bench/**', 'source/cli.ts'],
		rules: {
			'node-test/no-import-test-files': 'off',
			'regexp/no-super-linear-move': 'off',
			'unicorn/no-process-exit': 'off',
			'unicorn/prefer-top-level-await': 'off',
		},
	},
	{
		files: ['test/**'],
		rules: {
			// A test file is one list of cases.
			'max-lines': 'off',
			// Helpers stand below test/ too, and a table of cases asserts in a loop.
			'node-test/no-import-test-files': 'off',
			'node-test/no-conditional-assertion': 'off',
			'regexp/no-super-linear-move': 'off',
			'regexp/no-super-linear-backtracking': 'off',
			// The node:test runner awaits its own top-level calls.
			'@typescript-eslint/no-floating-promises': 'off',
		},
	},
	{
		files: ['source/**/*.tsx', 'source/ui/**/*.ts'],
		plugins: {'react-hooks': reactHooks},
		rules: {
			'react-hooks/rules-of-hooks': 'error',
			'react-hooks/exhaustive-deps': 'error',
		},
	},
];

export default config;
