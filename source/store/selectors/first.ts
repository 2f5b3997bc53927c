import {firstOfIncident, type First} from '../../detect/incidents/first.js';
import type {Incident} from '../../detect/incidents/incident.js';
import {isLearning} from '../learning.js';
import type {State} from '../state.js';
import {incidentOf} from './incidents.js';

/** Who of an incident is told to have been first. What is over, or of an earlier session, is judged no further. */
export function firstIn(state: State, incident: Incident): First {
	const {history, backfill, leaders} = state;
	const isOver = incident.isResolved || history.services.size === 0;
	// What the session knows of it may have another name than what is open of it.
	const {id} = incidentOf(state, incident.suspected)?.incident ?? incident;
	return firstOfIncident(incident, {isPreliminary: !isOver && (isLearning(backfill) || !leaders.has(id)), services: history.services.size});
}
