// Runs the detector over one file of labelled series and prints what it says, for a scorer to judge.
//   npm run --silent bench:spikes < series.json
// In: {"startMs": ..., "stepMs": 60000, "services": [{"name", "total": [lines a minute], "errors": [errors a minute]}]}
// Out, one episode a line: {"service", "kind": "errors" | "volume" | "silence", "open", "close", "severity", "sentence"};
// open and close are minute indexes, close exclusive. DETECTOR=simple runs the simple rule, SENSITIVITY=low|normal|high moves the default one.
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {createDetector, type Sensitivity} from '../source/detect/index.js';
import type {
	Anomaly,
	AnomalyEvent,
	MinuteCounts,
} from '../source/detect/types.js';
import {kindOf, type CountedKind} from '../source/detect/kinds/registry.js';
import {anomalySentence} from '../source/words/anomaly.js';
import {anywhere} from '../source/words/reader.js';

type Series = {
	readonly startMs: number;
	readonly stepMs: number;
	readonly services: ReadonlyArray<{readonly name: string; readonly total: readonly number[]; readonly errors: readonly number[]}>;
};

type PrintedEpisode = {
	readonly service: string;
	readonly kind: 'errors' | 'volume' | 'silence';
	readonly open: number;
	close: number;
	severity: Anomaly['severity'];
	sentence: string;
};

const printedKind: Readonly<Record<CountedKind, PrintedEpisode['kind']>> = {'error-spike': 'errors', 'volume-surge': 'volume', silence: 'silence'};

const sensitivities: readonly Sensitivity[] = ['low', 'normal', 'high'];

const {startMs, stepMs, services} = JSON.parse(await text(process.stdin)) as Series;
const minutes = services[0]?.total.length ?? 0;
const detector = createDetector({
	kind: process.env.DETECTOR === 'simple' ? 'simple' : 'default',
	sensitivity: sensitivities.find(name => name === process.env.SENSITIVITY) ?? 'normal',
});
const open = new Map<string, PrintedEpisode>();
const printed: PrintedEpisode[] = [];

const record = ({type, anomaly}: AnomalyEvent, minute: number): void => {
	const {fingerprint, service, kind, severity} = anomaly;
	const sentence = anomalySentence(anomaly, anywhere);
	if (type === 'opened' || type === 'reopened') {
		const episode = {
			service, kind: printedKind[kindOf(kind).countedAs], open: minute, close: minutes, severity, sentence,
		};
		open.set(fingerprint, episode);
		printed.push(episode);
		return;
	}

	const episode = open.get(fingerprint);
	if (episode === undefined) {
		return;
	}

	episode.severity = severity;
	if (type === 'resolved') {
		episode.close = minute;
		open.delete(fingerprint);
	} else {
		episode.sentence = sentence;
	}
};

for (let minute = 0; minute < minutes; minute++) {
	const counts = new Map<string, MinuteCounts>();
	for (const {name, total, errors} of services) {
		counts.set(name, {lines: total[minute] ?? NaN, errors: errors[minute] ?? NaN});
	}

	for (const event of detector.takeMinute({startMs: startMs + (minute * stepMs), counts})) {
		record(event, minute);
	}
}

process.stdout.write(printed.map(episode => `${JSON.stringify(episode)}\n`).join(''));
