import type {LineFacts} from '../../detect/connections/types.js';
import type {Labels} from '../../loki/types.js';
import {callsOf} from '../../patterns/read/calls.js';
import type {KnownNames} from '../../patterns/read/known-names.js';
import {isStore} from '../../patterns/read/outside.js';
import {tellsFailedCall, type Said} from '../../patterns/read/said.js';

const nodeLabels = ['node', 'node_name', 'nodename', 'k8s_node_name', 'kubernetes_node_name'] as const;
const versionLabels = ['version', 'app_version', 'service_version', 'release', 'build', 'image', 'image_tag', 'git_sha', 'commit'] as const;
/** Words that several libraries share are shorter. */
const minSaidWords = 4;
const minSaidLength = 24;

const labelOf = (labels: Labels, names: readonly string[]): string | undefined => names.map(name => labels[name]).find(value => value !== undefined && value !== '');

/** A line, and what was read of it: what it says where it is bad, and the request that it is of. */
export type FactsLine = {
	readonly service: string;
	readonly timeMs: number;
	readonly line: string;
	readonly labels: Labels;
	readonly isBad: boolean;
	readonly said: Said | undefined;
	readonly trace: string | undefined;
};

/** What one line, with the stack trace that belongs to it, tells of who has to do with whom. */
export function lineFacts({service, timeMs, line, labels, isBad, said, trace}: FactsLine, names: KnownNames): LineFacts {
	const calls = callsOf(line, service, names);
	const isOwn = said !== undefined && !said.isRelayed && said.others.length === 0 && said.text.length >= minSaidLength && said.text.split(' ').length >= minSaidWords;
	return {
		service,
		timeMs,
		isBad,
		...calls,
		trace: isBad ? trace : undefined,
		isRelayed: isBad && tellsFailedCall(line) && calls.outside.length === 0 && !isStore(calls.hosts),
		said: isOwn ? said.text : undefined,
		node: labelOf(labels, nodeLabels),
		version: labelOf(labels, versionLabels),
	};
}
