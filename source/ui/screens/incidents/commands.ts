import type {IncidentSummary} from '../../../store/incident-record.js';
import {listedIncidents} from '../../../store/selectors/incident-list.js';
import type {State} from '../../../store/state.js';
import {act, push, type Binding} from '../../keys/binding.js';
import {moveInList, nearestRow} from '../../keys/movement.js';
import {
	exportKey,
	incidentLinesKeys,
	incidentTreeKey,
	openKey,
} from '../../keys/shared-bindings.js';
import {incidentTimeKey} from '../../keys/time-keys.js';
import {incidentState} from '../incident/state.js';
import type {IncidentsState} from './state.js';

function selectedIncident(state: State, {selected}: IncidentsState): IncidentSummary | undefined {
	const incidents = listedIncidents(state);
	return incidents[nearestRow(selected, incidents.length)];
}

export const incidentsMove = moveInList<IncidentsState>((state, {selected}) => {
	const {length} = listedIncidents(state);
	return {cursor: nearestRow(selected, length), length, select: row => act('incidents', {type: 'row-selected', row})};
});

export const incidentsKeys: ReadonlyArray<Binding<IncidentsState>> = [
	openKey(({state, screen}) => {
		const incident = selectedIncident(state, screen);
		return incident ? push(incidentState(incident)) : [];
	}),
	incidentTreeKey<IncidentsState>((state, screen) => selectedIncident(state, screen)),
	...incidentLinesKeys<IncidentsState>((state, screen) => selectedIncident(state, screen)),
	incidentTimeKey<IncidentsState>((state, screen) => selectedIncident(state, screen)),
	exportKey(({state, screen}) => {
		const incident = selectedIncident(state, screen);
		return incident ? [{type: 'export', what: {id: incident.id, session: incident.session}}] : [];
	}),
];
