import {minuteMs} from '../../detect/minute.js';
import {fleetService} from '../../detect/types.js';
import type {IncidentSummary} from '../../store/incident-record.js';
import {shownMinutes} from '../../store/view-state.js';
import {readTime} from '../../words/read-time.js';
import type {Screen, UiState} from '../screens/registry.js';
import type {Binding, Effects} from './binding.js';
import {timeFieldOf} from './time-field.js';

const realNowMs = ({nowMs, behindMs}: UiState): number => nowMs + behindMs;

/** To another time; what is not over yet is the present. */
const lookAt = (atMs: number, state: UiState): Effects => [{type: 'look-back', atMs: realNowMs(state) - atMs < minuteMs ? undefined : atMs}];

/** A quarter of what the charts show. */
const stepMs = ({view}: UiState): number => shownMinutes(view) * minuteMs / 4;

/** Why a key that is about the present does nothing; undefined where that is what is looked at. */
export const onlyNow = (what: string) => ({behindMs}: UiState): string | undefined => behindMs === 0 ? undefined : `${what}: not in the past; @ now goes back to the present`;

/** Every screen of what is watched can show another time. */
export const timeKeys: readonly Binding[] = [
	{
		keys: ['['], shown: '[ ]', help: 'an earlier time, a later one: a step is a quarter of the time range', run: ({state}) => [{type: 'step-time', byMs: -stepMs(state)}],
	},
	{
		keys: [']'], obstacle: ({behindMs}) => behindMs === 0 ? 'this is the present: [ goes back in time' : undefined, run: ({state}) => [{type: 'step-time', byMs: stepMs(state)}],
	},
	{
		keys: ['@'], help: 'look at everything as it was at a time: 02:26, 2026-11-23 02:26, -2h; now', run: () => [{type: 'field-opened', field: {purpose: 'moment', text: '', cursor: 0}}],
	},
];

/** The time to look at: `-2h` is before what is shown, a time of day is the last one that there was. */
export const momentField = timeFieldOf<Screen>({
	read: (text, state) => readTime(text, {nowMs: text.trimStart().startsWith('-') ? state.nowMs : realNowMs(state), timeZone: state.timeZone}),
	examples: '02:26  2026-11-23 02:26  -2h  now',
	go: lookAt,
});

/** Looks at an incident as it was when all of it was to be seen. */
export const incidentTimeKey = <Of extends Screen>(incidentAt: (state: UiState, screen: Of) => SeenIncident | undefined): Binding<Of> => ({
	keys: ['@'],
	footer: 'then',
	help: 'look at everything as it was in this incident',
	idle: 'no incident to look at',
	obstacle(state, screen) {
		const incident = incidentAt(state, screen);
		return incident && (incident.host !== state.connection.host || incident.tenant !== state.connection.tenant) ? 'this incident is of another Loki or tenant' : undefined;
	},
	run({state, screen}) {
		const incident = incidentAt(state, screen);
		if (!incident) {
			return [];
		}

		const endMs = incident.endMs ?? incident.lastSeenMs;
		const [effect] = lookAt(Math.min(Math.max(endMs - minuteMs, incident.onsetMs + minuteMs), incident.onsetMs + settledMs), state);
		return effect?.type !== 'look-back' || effect.atMs === undefined ? [{type: 'say', text: 'this incident has just begun: the overview shows it'}] : [{...effect, service: incident.services.find(service => service !== fleetService)}];
	},
});

type SeenIncident = Pick<IncidentSummary, 'host' | 'tenant' | 'onsetMs' | 'lastSeenMs' | 'endMs' | 'services'>;

/** So long after its begin an incident has its services. */
const settledMs = 10 * minuteMs;
