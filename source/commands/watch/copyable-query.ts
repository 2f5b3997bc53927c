import type {LogViews} from '../../lines/log-views.js';
import type {Unsaid} from '../../lines/shown-query.js';
import type {IntentOf} from '../../ui/intents.js';
import {plural} from '../../words/numbers.js';

type CopyableOptions = {
	readonly logViews: Pick<LogViews, 'query'>;
	/** Undefined where no Grafana is set. */
	readonly exploreUrl: ((selector: string, startMs: number, endMs: number) => string) | undefined;
};

/** What there is to copy of the query of a screen and what it is, or why there is nothing. */
export function copyableQuery({as, source, leastLevel, search}: Omit<IntentOf<'copy-query'>, 'type'>, {logViews, exploreUrl}: CopyableOptions): {readonly text: string; readonly what: string} | {readonly obstacle: string} {
	if (as === 'grafana' && !exploreUrl) {
		return {obstacle: 'no Grafana to link to: set LOKI_SENTINEL_GRAFANA_URL and restart'};
	}

	const shown = logViews.query(source, {leastLevel, search});
	if (!shown) {
		return {obstacle: 'these lines were not read yet'};
	}

	const {query, unsaid, startMs, endMs} = shown;
	const [text, what] = as === 'grafana' && exploreUrl ? [exploreUrl(query, startMs, endMs), 'the Grafana link'] : [query, 'the LogQL'];
	return {text, what: unsaid.length === 0 ? what : `${what} (${unsaid.map(one => unsaidWords(one)).join(', ')})`};
}

function unsaidWords(unsaid: Unsaid): string {
	switch (unsaid.type) {
		case 'level': {
			return 'all levels';
		}

		case 'hidden-patterns': {
			return `with ${plural(unsaid.count, 'hidden pattern')}`;
		}

		case 'pattern-by-words': {
			return 'the pattern by its words';
		}

		case 'trace-labels': {
			return 'without lines that have the id in a label only';
		}
	}
}
