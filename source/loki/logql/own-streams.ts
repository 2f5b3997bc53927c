import type {Labels} from '../types.js';
import {andSelector, matcher} from './logql.js';
import {readMatchers} from './selector-matchers.js';

/** The stream in which this program keeps its journal, where it is asked to. */
export const journalLabels: Labels = {app: 'loki-sentinel', service_name: 'loki-sentinel', kind: 'journal'};

/** Leaves out what this program wrote itself, where a selector could select it: watching the journal would be watching oneself. */
export function withoutOwnStreams(selector: string): string {
	const isElsewhere = readMatchers(selector).some(({name, operator, value}) => operator === '=' && value !== '' && journalLabels[name] !== value);
	return isElsewhere ? selector : andSelector(selector, matcher('app', '!=', 'loki-sentinel'));
}
