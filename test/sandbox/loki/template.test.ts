import assert from 'node:assert/strict';
import {test} from 'node:test';
import {compileTemplate} from '../../../source/sandbox/loki/template/execute.js';

const labels = new Map([
	['level', 'warn'], ['took', '254ms'], ['size', '2KB'], ['n', '7'], ['f', '2.5'], ['msg', 'order placed'], ['empty', ''], ['json', '{"a":{"b":[1,2]},"c":"d"}'], ['ts', '1673798889'],
]);

const print = (template: string): string => compileTemplate(template, 'line')(name => labels.get(name), {
	line: 'the line', timeMs: Date.parse('2026-11-23T10:00:00.123Z'), subNs: 456_789,
});

const printed: ReadonlyArray<readonly [template: string, text: string]> = [
	['{{.level}}: {{ .msg }}', 'warn: order placed'],
	['{{.missing}}|{{.empty}}', '|'],
	['{{ __line__ }} {{ __timestamp__ | date "2006-01-02T15:04:05.000Z07:00" }}', 'the line 2026-11-23T10:00:00.123Z'],
	['{{ __timestamp__ | unixEpoch }} {{ __timestamp__ | unixEpochNanos }}', '1795428000 1795428000123456789'],
	['{{ unixToTime .ts | date "Jan _2 Mon 3:04PM" }}', 'Jan 15 Sun 4:08PM'],
	['{{ toDate "2006-01-02" "2026-11-23" | date "02.01.06" }}', '23.11.26'],
	['{{.level | ToUpper}} {{upper .level}} {{title .msg}} {{.msg | lower}}', 'WARN WARN Order Placed order placed'],
	['{{if eq .level "warn"}}W{{else if eq .level "info"}}I{{else}}?{{end}}', 'W'],
	['{{if and (eq .level "warn") (hasPrefix "order" .msg)}}both{{end}}{{if or .empty .missing}}no{{else}}none{{end}}', 'bothnone'],
	['{{with .msg}}<{{.}}>{{end}}{{with .empty}}x{{else}}-{{end}}', '<order placed>-'],
	['{{$x := .level}}{{$x}}{{if true}}{{$x = .msg}}{{end}}', 'warn'],
	['{{range $i, $v := (fromJson .json).a.b}}{{$i}}={{$v}};{{end}}', '0=1;1=2;'],
	['{{(fromJson .json).c}} {{ index (fromJson .json) "c" }}', 'd d'],
	['{{- .level -}}  x  {{- .n }}', 'warnx7'],
	['{{ .took | duration }} {{ .size | bytes }}', '0.254 2000'],
	['{{ add 1 .n }} {{ sub .n 2 }} {{ mul 2 3 }} {{ div 7 2 }} {{ mod 7 4 }}', '8 5 6 3 3'],
	['{{ mulf .f 2.0 }} {{ divf 1 4 }} {{ floor .f }} {{ ceil .f }} {{ round 2.555 2 }}', '5 0.25 2 3 2.56'],
	['{{ max 1 .n 3 }} {{ min 4 2 }} {{ int "12" }} {{ float64 "1.5" }}', '7 2 12 1.5'],
	['{{ .msg | replace "order" "cart" }} {{ Replace .msg "e" "E" 1 }} {{ trunc 5 .msg }} {{ trunc -6 .msg }}', 'cart placed ordEr placed order placed'],
	['{{ substr 0 5 .msg }} {{ contains "plac" .msg }} {{ repeat 3 "ab" }} {{ trimPrefix "ord" .msg }}', 'order true ababab er placed'],
	[String.raw`{{ regexReplaceAll "(\\w+) (\\w+)" .msg "$2 $1" }} {{ regexReplaceAllLiteral "o" .msg "$1" }}`, 'placed order $1rder placed'],
	['{{ count "e" .msg }} {{ alignLeft 6 .level }}| {{ alignRight 6 .level }}', '2 warn  |   warn'],
	['{{ printf "%-6s|%5.1f|%03d|%q|%v" .level 2.25 7 .n true }}', 'warn  |  2.3|007|"7"|true'],
	['{{ .empty | default "none" }} {{ b64enc "hi" }} {{ b64dec "aGk=" }} {{ urlencode "a b&c" }} {{ urldecode "a+b%26c" }}', 'none aGk= hi a+b%26c a b&c'],
	['{{/* a comment */}}{{ len .level }} {{ not true }} {{ gt 2 1 }} {{ le "a" "b" }} {{ slice .msg 0 5 }}', '4 false true true order'],
	[String.raw`{{ indent 2 "a\nb" }}`, '  a\n  b'],
	['no actions', 'no actions'],
];

for (const [template, text] of printed) {
	test(`prints ${template}`, () => {
		assert.equal(print(template), text);
	});
}

const refused = ['{{', '{{.x', '{{if .x}}', '{{end}}', '{{nope .x}}', '{{.x | }}', '{{"open}}', '{{(.x}}', '{{else}}', '{{range .x}}'];

for (const template of refused) {
	test(`refuses ${template}`, () => {
		assert.throws(() => compileTemplate(template, 'line'), /^TemplateError: template: line:1: /);
	});
}

const failing = ['{{ div 1 0 }}', '{{ fromJson "x" }}', '{{ unixToTime "12" }}', '{{ lt 1 "a" }}', '{{ .level.x }}', '{{ regexReplaceAll "(" "a" "b" }}', '{{ upper }}', '{{ duration "x" }}'];

for (const template of failing) {
	test(`fails on a line with ${template}, and says so`, () => {
		assert.throws(() => print(template), /^TemplateError: template: line:1: /);
	});
}

test('does not print without end', () => {
	assert.throws(() => print('{{ repeat 10000 "abcdefghij" | repeat 10000 }}{{ repeat 2 "x" }}'), /longer than/);
});
