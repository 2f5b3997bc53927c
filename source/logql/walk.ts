import type {
	LabelFilter,
	LogQuery,
	Matcher,
	Query,
	Stage,
} from './ast.js';

/** A query and all that it is made of, in the order of its text, inner ones before those around them. */
export function * queriesIn(query: Query): Iterable<Query> {
	switch (query.type) {
		case 'range': {
			yield query.range.query;
			break;
		}

		case 'aggregation':
		case 'label-replace': {
			yield * queriesIn(query.inner);
			break;
		}

		case 'binary': {
			yield * queriesIn(query.left);
			yield * queriesIn(query.right);
			break;
		}

		case 'log':
		case 'literal':
		case 'vector': {
			break;
		}
	}

	yield query;
}

/** All log queries in a query, in the order of its text. */
export const logQueriesIn = (query: Query): readonly LogQuery[] => [...queriesIn(query)].filter(inner => inner.type === 'log');

/** The matchers in a label filter. */
export const matchersInFilter = (filter: LabelFilter): readonly Matcher[] => {
	switch (filter.type) {
		case 'string': {
			return [filter.matcher];
		}

		case 'and':
		case 'or': {
			return [...matchersInFilter(filter.left), ...matchersInFilter(filter.right)];
		}

		case 'ip':
		case 'number':
		case 'duration':
		case 'bytes': {
			return [];
		}
	}
};

/** The matchers in a stage. */
export const matchersInStage = (stage: Stage): readonly Matcher[] => {
	switch (stage.type) {
		case 'label-filter': {
			return matchersInFilter(stage.filter);
		}

		case 'drop':
		case 'keep': {
			return stage.names.flatMap(({matcher}) => matcher ?? []);
		}

		case 'line-filter':
		case 'json':
		case 'logfmt':
		case 'unpack':
		case 'decolorize':
		case 'regexp':
		case 'pattern':
		case 'line-format':
		case 'label-format': {
			return [];
		}
	}
};
