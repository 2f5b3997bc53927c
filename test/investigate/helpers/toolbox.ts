import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import {
	createToolbox,
	type CallLimits,
	type Toolbox,
	type ToolboxOptions,
	type ToolResult,
} from '../../../source/investigate/tools/toolbox.js';
import {createLokiClient} from '../../../source/loki/client.js';
import type {LokiClient, Scope} from '../../../source/loki/types.js';
import {createMiner} from '../../../source/patterns/mining/miner.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxEntry, SandboxLoki, SandboxLokiOptions} from '../../../source/sandbox/types.js';
import {minuteMs, onsetMs, sampleEvidence} from './sample-evidence.js';

export const nowMs = onsetMs + (14 * minuteMs);

export const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'service_name', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};

export const entry = (timeMs: number, service: string, line: string, {level = 'error', namespace = 'production', labels = {}, metadata = {}}: {readonly level?: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>>; readonly metadata?: Readonly<Record<string, string>>} = {}): SandboxEntry => ({
	labels: {namespace, service_name: service, ...labels}, timeNs: BigInt(timeMs) * 1_000_000n, line, metadata: {detected_level: level, ...metadata},
});

const wide = 1024 ** 4;

export const callLimits = (limits: Partial<CallLimits> = {}): CallLimits => ({
	signal: new AbortController().signal, maxResultBytes: 8192, scan: {maxBytes: wide, reserve: () => true, isSpent: () => false}, ...limits,
});

export type Called = {readonly result: ToolResult; readonly json: Readonly<Record<string, unknown>>; readonly line: string};

export type ToolboxHarness = {
	readonly loki: SandboxLoki;
	readonly client: LokiClient;
	readonly toolbox: Toolbox;
	readonly call: (name: string, input: unknown, limits?: Partial<CallLimits>) => Promise<Called>;
	readonly close: () => Promise<void>;
};

/** A sandbox Loki with these lines, and tools over it. */
export const startToolbox = async (entries: readonly SandboxEntry[], options: Partial<ToolboxOptions> = {}, lokiOptions: SandboxLokiOptions = {}): Promise<ToolboxHarness> => {
	const loki = await startSandboxLoki({now: () => nowMs, ...lokiOptions});
	loki.push(entries.toSorted((a, b) => Number(a.timeNs - b.timeNs)));
	const client = createLokiClient({url: loki.url});
	const toolbox = createToolbox({
		client, scope, evidence: sampleEvidence(), redactor: createRedactor(), createMiner, now: () => nowMs, ...options,
	});
	let calls = 0;
	return {
		loki,
		client,
		toolbox,
		async call(name, input, limits) {
			const {line, run} = toolbox.prepare({id: `toolu_${++calls}`, name, input});
			const result = await run(callLimits(limits));
			return {result, json: JSON.parse(result.content) as Called['json'], line};
		},
		close: loki.close,
	};
};
