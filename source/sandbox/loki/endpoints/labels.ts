import type {SandboxContext} from '../context.js';
import {hasEntries, selectStreams, type SelectedStream} from '../evaluate/select.js';
import {successReply, type Reply} from '../http/reply.js';
import type {Matcher} from '../../../logql/ast.js';
import {readSelector} from './read-query.js';
import type {QueryRequest} from './query.js';
import {readTimeRange, requireRange} from './query-parameters.js';

const sinceNs = 6 * 3600e9;

/** The streams that fit any of the selectors, or all where there is none, and have lines in the request's range. */
const streamsOf = ({parameters, tenants}: QueryRequest, {now, stores, limits}: SandboxContext, selectors: ReadonlyArray<readonly Matcher[]>): SelectedStream[] => {
	const range = readTimeRange(parameters, now(), sinceNs);
	requireRange(range, limits);
	const source = stores.source(tenants);
	const found = new Map<string, SelectedStream>();
	for (const matchers of selectors.length > 0 ? selectors : [[]]) {
		for (const selected of selectStreams(source, matchers)) {
			if (hasEntries(selected.stream, range.start, range.end)) {
				found.set(selected.labels.key, selected);
			}
		}
	}

	return [...found].map(([, selected]) => selected);
};

const querySelectors = (parameters: URLSearchParams): Array<readonly Matcher[]> => {
	const query = parameters.get('query');
	return query ? [readSelector(query)] : [];
};

const listReply = (values: ReadonlySet<string>): Reply => successReply(values.size > 0 ? JSON.stringify([...values].toSorted()) : undefined);

/** /loki/api/v1/labels */
export const handleLabels = (request: QueryRequest, sandbox: SandboxContext): Reply => {
	const names = new Set<string>();
	for (const {labels} of streamsOf(request, sandbox, querySelectors(request.parameters))) {
		for (const [name] of labels.labels) {
			names.add(name);
		}
	}

	return listReply(names);
};

/** /loki/api/v1/label/<name>/values */
export const handleLabelValues = (request: QueryRequest, sandbox: SandboxContext, name: string): Reply => {
	const values = new Set<string>();
	for (const {labels} of streamsOf(request, sandbox, querySelectors(request.parameters))) {
		for (const [candidate, value] of labels.labels) {
			if (candidate === name) {
				values.add(value);
			}
		}
	}

	return listReply(values);
};

/** /loki/api/v1/series */
export const handleSeries = (request: QueryRequest, sandbox: SandboxContext): Reply => {
	const given = [...request.parameters.getAll('match[]'), ...request.parameters.getAll('match')];
	const selectors = given.filter(text => text !== '' && text !== '{}').map(text => readSelector(text));
	const series = streamsOf(request, sandbox, selectors);
	return successReply(`[${series.map(({labels}) => labels.key).join(',')}]`);
};
