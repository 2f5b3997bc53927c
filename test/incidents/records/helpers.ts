import {
	mkdtemp,
	readdir,
	readFile,
	rm,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {openRecord, type OpenedRecord, type OpenRecordOptions} from '../../../source/incidents/records/open-record.js';
import {sessionsDirectory} from '../../../source/incidents/records/session-directory.js';
import {hidingOf} from '../../../source/investigate/redaction/redact-evidence.js';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import type {Evidence} from '../../../source/facts/evidence.js';
import type {Verdict} from '../../../source/facts/verdict.js';
import type {Analysis} from '../../../source/store/analysis.js';
import {initialState, type SessionFacts} from '../../../source/store/initial-state.js';
import {isRestorable, screenSchema} from '../../../source/ui/screens/record.js';
import type {Screen} from '../../../source/ui/screens/registry.js';
import {createScreenStore, openState, type ScreenStore} from '../../../source/ui/screens/screen-store.js';
import {anomaly, evidenceOf, nowMs} from '../../helpers/states.js';
import {causeOf, verdictOf} from '../../helpers/verdicts.js';

export const facts: SessionFacts = {
	host: 'loki.prod:3100', tenant: undefined, selector: '{namespace="production"}', baselineHours: 24, isDemo: false, timeZone: 'UTC',
};

export const verdict: Verdict = verdictOf({cause: causeOf('connection pool exhausted', 'requests wait'), command: {text: 'kubectl get pods', purpose: 'look'}});

/** Evidence with one line that holds a secret beside an e-mail address. */
export const evidence: Evidence = {
	...evidenceOf('payment', [{
		id: 'p1', template: 'pool ran out after <*> ms', level: 'error', sampledLines: 30, share: 0.6, isNew: true, baselineShare: 0, history: [0, undefined, 5],
	}]),
	anomalies: [anomaly({service: 'payment'})],
	lines: [{
		id: 'L1', service: 'payment', timeMs: nowMs - 60_000, level: 'error', line: 'login of anna@acme.example failed, password=hunter2secret', labels: {session_id: '9f8a7b6c5d4e3f2a1b0c'},
	}],
};

export const analysisOf = (change: Partial<Analysis> = {}): Analysis => ({
	service: 'payment', source: 'claude', model: 'claude-sonnet-5-5', startedMs: nowMs, evidence, verdict, shownLines: evidence.lines, turns: [], report: undefined, usage: {inputTokens: 0, outputTokens: 0, costDollars: undefined}, budget: undefined, redactedCount: 0, ...change,
});

export const hidingFrom = (redactor = createRedactor()): OpenRecordOptions['hiding'] => ({...hidingOf(redactor), reserve: redactor.reserve});

export type Bench = {
	readonly stateDir: string;
	readonly directory: string;
	/** A session of its own store, as the program opens it. */
	readonly open: (change?: Partial<OpenRecordOptions<Screen>>) => Promise<OpenedRecord<Screen> & {readonly store: ScreenStore; readonly troubles: readonly string[]}>;
	readonly read: (id: string | undefined) => Promise<string>;
	readonly names: () => Promise<readonly string[]>;
	readonly end: () => Promise<void>;
};

/** A state directory of its own, removed at the end with all that was opened in it. */
export async function createBench(): Promise<Bench> {
	const stateDir = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-records-'));
	const directory = sessionsDirectory(stateDir);
	const opened: Array<() => void> = [];
	return {
		stateDir,
		directory,
		async open(change = {}) {
			const store = createScreenStore(openState(initialState(nowMs, facts)), () => undefined);
			const troubles: string[] = [];
			const record = await openRecord({
				store, screens: {isRestorable, schema: screenSchema}, directory, lokiKey: 'here', facts, program: '0.0.0', continued: undefined, isKept: true, hiding: hidingFrom(), now: () => nowMs,
				onTrouble(sentence) {
					troubles.push(sentence);
				},
				...change,
			});
			if (record.view) {
				store.dispatch({type: 'view-restored', view: record.view});
			}

			opened.push(() => {
				record.close();
				store.close();
			});
			return {...record, store, troubles};
		},
		read: async id => readFile(path.join(directory, `${id}.jsonl`), 'utf8'),
		names: async () => readdir(directory),
		async end() {
			for (const close of opened) {
				close();
			}

			await rm(stateDir, {recursive: true, force: true});
		},
	};
}
