import type {IncidentSummary} from '../../../store/incident-record.js';
import {listedIncidents} from '../../../store/selectors/incident-list.js';
import type {State} from '../../../store/state.js';
import type {Effects, KeyContext, ScreenOf} from '../../keys/binding.js';
import {nearestRow} from '../../keys/list-rows.js';
import {withService} from '../../keys/service-at-hand.js';

/** The list of incidents, read anew from the disk. */
export const openIncidents = (): Effects => [{type: 'screen-pushed', screen: {type: 'incidents', selected: 0}}, {type: 'list-incidents'}];

/** `enter` on the list of incidents: the one under the cursor. */
export function openIncident(state: State, screen: ScreenOf<'incidents'>): Effects {
	const incident = selectedIncident(state, screen);
	if (!incident) {
		return [];
	}

	const {id, session} = incident;
	return [
		{
			type: 'screen-pushed', screen: {
				type: 'incident', id, session, scroll: {from: 'top', rows: 0},
			},
		},
		...session === undefined ? [] : [{type: 'open-incident', id, session} as const],
	];
}

/** Writes the incident at hand as a file. */
export function exportIncident(context: KeyContext): Effects {
	const {state, screen} = context;
	if (screen.type !== 'incident' && screen.type !== 'incidents') {
		return withService(context, service => [{type: 'export', what: {service}}]);
	}

	const name = screen.type === 'incident' ? screen : selectedIncident(state, screen);
	return name ? [{type: 'export', what: {id: name.id, session: name.session}}] : [];
}

function selectedIncident(state: State, {selected}: ScreenOf<'incidents'>): IncidentSummary | undefined {
	const incidents = listedIncidents(state);
	return incidents[nearestRow(selected, incidents.length)];
}
