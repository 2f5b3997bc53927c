import process from 'node:process';
import {PassThrough} from 'node:stream';
import {setTimeout as delay} from 'node:timers/promises';
import {performance} from 'node:perf_hooks';
import {render} from 'ink';
import {App} from '../source/ui/app.js';
import {createScreenStore} from '../source/ui/screens/screen-store.js';
import {analysisOf, report, turnOf} from '../test/helpers/reports.js';
import {nowMs, stateAfter} from '../test/helpers/states.js';
import type {Measurement} from './all.js';

/** A model's pace, and how it arrives. */
const tokensPerSecond = 80;
const charactersPerToken = 4;
const measuredMs = 10_000;
/** The answer is this long when the measurement begins: what comes before is cheaper. */
const lengthAtStart = 46_000;

/** A report of the given length with hypotheses that are all different. */
function longReport(length: number): string {
	const evidence = Array.from({length: 28}, (_, index) => ({line: 'L1', why: `${index} ${'connections leak and nobody gives them back '.repeat(40)}`}));
	return JSON.stringify({...report, hypotheses: [{...report.hypotheses[0], evidence}]}).slice(0, length);
}

/** What the screen costs while an answer of 50,000 characters streams into it: processor time by time, and paints. */
async function stream(text: string): Promise<{readonly share: number; readonly paintsPerSecond: number}> {
	const stdout = Object.assign(new PassThrough(), {columns: 160, rows: 48, isTTY: true});
	let paints = 0;
	stdout.on('data', (chunk: Uint8Array) => {
		// A paint begins with the mark of a synchronised update.
		paints += Number(String(chunk).includes('\u{1B}[?2026h'));
	});
	const store = createScreenStore(stateAfter(
		{type: 'analysis-opened', analysis: analysisOf(turnOf(text.slice(0, lengthAtStart), {status: 'streaming', endedMs: undefined}))},
		{type: 'screen-pushed', screen: {type: 'analysis', service: 'payment', scroll: {from: 'end', rows: 0}}},
	), () => undefined);
	const stdin = Object.assign(new PassThrough(), {
		isTTY: true, setRawMode: () => stdin, ref: () => stdin, unref: () => stdin,
	});
	const screen = render(<App store={store} onIntent={() => undefined}/>, {
		stdout: stdout as unknown as NodeJS.WriteStream, stdin: stdin as unknown as NodeJS.ReadStream, incrementalRendering: true, exitOnCtrlC: false, maxFps: 60, interactive: true, patchConsole: false,
	});
	await delay(500);
	paints = 0;
	const startMs = performance.now();
	const before = process.cpuUsage();
	for (let token = 0; performance.now() - startMs < measuredMs; token++) {
		const from = lengthAtStart + (token * charactersPerToken);
		store.dispatch({
			type: 'analysis-event', service: 'payment', event: {type: 'text', text: text.slice(from, from + charactersPerToken)}, atMs: nowMs,
		});
		await delay(Math.max(0, startMs + ((token + 1) * 1000 / tokensPerSecond) - performance.now()));
	}

	const {user, system} = process.cpuUsage(before);
	const elapsedMs = performance.now() - startMs;
	screen.unmount();
	store.close();
	return {share: (user + system) / 1000 / elapsedMs, paintsPerSecond: paints / elapsedMs * 1000};
}

export async function run(): Promise<readonly Measurement[]> {
	const structured = await stream(longReport(50_000));
	const markdown = await stream(`The pool ran out.\n\n${'Connections leak and *nobody* gives them back [L1], see `payment`. '.repeat(12)}\n\n`.repeat(60));
	return [
		{name: 'streaming into 50,000 characters, report: share of a core', value: structured.share * 100, unit: '%'},
		{name: 'streaming into 50,000 characters, report: paints', value: structured.paintsPerSecond, unit: 'a second'},
		{name: 'streaming into 50,000 characters, Markdown: share of a core', value: markdown.share * 100, unit: '%'},
		{name: 'streaming into 50,000 characters, Markdown: paints', value: markdown.paintsPerSecond, unit: 'a second'},
	];
}
