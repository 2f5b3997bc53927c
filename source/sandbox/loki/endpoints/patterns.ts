import type {SandboxContext} from '../context.js';
import {selectStreams} from '../evaluate/select.js';
import {LokiError} from '../http/loki-error.js';
import {successReply, type Reply} from '../http/reply.js';
import {parseSelector} from '../logql/parse.js';
import {PatternMiner, patternStepMs, patternText} from '../pattern-miner.js';
import type {QueryRequest} from './query.js';
import {readTimeRange} from './query-parameters.js';

const sinceNs = 3 * 3600e9;
const leastSamples = 30;

/** /loki/api/v1/patterns */
export const handlePatterns = ({parameters, tenants}: QueryRequest, {now, limits, stores}: SandboxContext): Reply => {
	if (!limits.isPatternsOn) {
		throw new LokiError(404, '');
	}

	const matchers = parseSelector(parameters.get('query') ?? '');
	const {start, end} = readTimeRange(parameters, now(), sinceNs);
	const miner = new PatternMiner();
	for (const {stream} of selectStreams(stores.source(tenants), matchers)) {
		const to = stream.search(end);
		for (let index = stream.search(start); index < to; index++) {
			miner.add(stream.lines[index]!, stream.levels[stream.levelIds[index]!]!, stream.timesMs[index]!);
		}
	}

	const patterns = miner.all()
		.filter(({total}) => total >= leastSamples)
		.toSorted((a, b) => b.total - a.total)
		.map(pattern => ({
			pattern: patternText(pattern),
			level: pattern.level,
			samples: [...pattern.counts].toSorted(([a], [b]) => a - b).map(([ms, count]) => [Math.floor(ms / patternStepMs) * (patternStepMs / 1000), count]),
		}));
	return successReply(JSON.stringify(patterns));
};
