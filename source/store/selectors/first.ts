import {firstOfIncident, type First} from '../../detect/incidents/first.js';
import type {Incident} from '../../detect/incidents/incident.js';
import {isLearning} from '../learning.js';
import type {State} from '../state.js';
import {incidentOf} from './incidents.js';

/** Who of an incident is told to have been first. What is over, muted or of an earlier session is judged no further. */
export function firstIn(state: State, incident: Incident): First {
	const {history, backfill, leaders} = state;
	const isOver = incident.isResolved || history.services.size === 0;
	// What the session knows of it may have another name than what is open of it.
	const open = incidentOf(state, incident.suspected)?.incident;
	const isUnjudged = open !== undefined && !leaders.has(open.id);
	return firstOfIncident(incident, {isPreliminary: !isOver && (isLearning(backfill) || isUnjudged), services: history.services.size});
}
