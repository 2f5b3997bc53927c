import type {Labels} from '../types.js';
import {andSelector, matcher, matchersOf} from './logql.js';

/** The stream in which this program keeps its journal, where it is asked to. */
export const journalLabels: Labels = {app: 'loki-sentinel', service_name: 'loki-sentinel', kind: 'journal'};

/** Leaves out what this program wrote itself, where a selector could select it: watching the journal would be watching oneself. */
export function withoutOwnStreams(selector: string): string {
	const isElsewhere = matchersOf(selector).some(text => {
		const [, label = '', value = ''] = /^(\w+)\s*=\s*["`]([^"`]+)["`]$/.exec(text) ?? [];
		return label !== '' && journalLabels[label] !== value;
	});
	return isElsewhere ? selector : andSelector(selector, matcher('app', '!=', 'loki-sentinel'));
}
