import type {LabelSet} from '../labels.js';
import type {Matcher} from '../../../logql/ast.js';
import type {Stream} from '../store/stream.js';
import {withTenant, type TenantStore} from '../store/tenant-store.js';
import type {Nanotime} from '../store/time.js';
import {compileMatcher} from './compile-matcher.js';

/** A stream of a query's range, with the labels that it answers with. */
export type SelectedStream = {
	readonly stream: Stream;
	readonly labels: LabelSet;
};

/** What a query read. */
export type ScanStats = {
	lines: number;
	bytes: number;
	metadataBytes: number;
	streams: number;
};

export const newScanStats = (): ScanStats => ({
	lines: 0, bytes: 0, metadataBytes: 0, streams: 0,
});

/** The streams of the tenants that a query is for. */
export type Source = {
	readonly tenants: ReadonlyArray<{readonly name: string; readonly store: TenantStore}>;
	readonly stats: ScanStats;
};

const tenantLabel = '__tenant_id__';

/** The streams that fit; those of several tenants carry the tenant as a label. */
export const selectStreams = ({tenants}: Source, matchers: readonly Matcher[]): SelectedStream[] => {
	const compiled = matchers.map(matcher => compileMatcher(matcher));
	const [only] = tenants;
	if (tenants.length === 1) {
		return only!.store.select(compiled).map(stream => ({stream, labels: stream.labels}));
	}

	const tenantMatchers = compiled.filter(({name}) => name === tenantLabel);
	const otherMatchers = compiled.filter(({name}) => name !== tenantLabel);
	const selected: SelectedStream[] = [];
	for (const {name, store} of tenants) {
		if (tenantMatchers.every(({matches}) => matches(name))) {
			for (const stream of store.select(otherMatchers)) {
				selected.push({stream, labels: withTenant(stream.labels, name)});
			}
		}
	}

	return selected;
};

/** Whether a stream has an entry in [start, end). */
export const hasEntries = (stream: Stream, start: Nanotime, end: Nanotime): boolean => stream.search(start) < stream.search(end);
