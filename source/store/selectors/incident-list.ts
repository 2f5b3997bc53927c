import {isSameIncident, type IncidentSummary} from '../incident-record.js';
import type {State} from '../state.js';
import {memoizeLast} from './memoize.js';
import {sessionSummaries} from './session-incidents.js';

/** Rows of the list at most. */
const maxListed = 200;

/** Did somebody do more about it then than now? */
const isRicher = (past: IncidentSummary, own: IncidentSummary): boolean => past.alertsSent > own.alertsSent || (hasModel(past) && !hasModel(own));

const hasModel = ({analysedBy = 'rules'}: IncidentSummary): boolean => analysedBy !== 'rules';

/** This session's incidents and those of earlier ones, newest first. What this session sees too is listed once, unless more was done about it before. */
export const listedIncidents = memoizeLast((state: State): readonly IncidentSummary[] => {
	const own = sessionSummaries(state);
	const others = state.records.past.filter(past => {
		const same = own.find(summary => isSameIncident(past, summary));
		return past.session !== state.records.session && (!same || isRicher(past, same));
	});
	return [...own, ...others].toSorted((a, b) => b.onsetMs - a.onsetMs).slice(0, maxListed);
}, state => [sessionSummaries(state), state.records.past, state.records.session]);
