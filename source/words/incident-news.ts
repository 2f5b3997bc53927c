import type {Incident} from '../detect/incidents/incident.js';
import type {IncidentNews, OpenNow} from '../store/selectors/incident-news.js';
import {plural} from './numbers.js';
import {serviceName} from './service-name.js';

const nameOf = ({suspected, members}: Incident): string => `${serviceName(suspected)}${members.length > 1 ? ` +${members.length - 1}` : ''}`;

const allSilent = 'all services silent';
const verbs = {
	opened: 'new incident', worsened: 'critical now', grown: 'more services', over: 'over',
} as const;

function oneWords(news: IncidentNews): string {
	if ('incident' in news) {
		return `${verbs[news.type]}: ${nameOf(news.incident)}`;
	}

	return news.type === 'fleet-silent' ? allSilent : 'services write again';
}

/** `new incident: payment +2`, `over: payment +2`, `all services silent`; of several the first and how many more. */
export const newsWords = (news: readonly IncidentNews[]): string => news.slice(0, 1).map(first => `${oneWords(first)}${news.length > 1 ? `, ${news.length - 1} more` : ''}`).join('');

/** The title of the window while it is watched: `2 incidents: payment +2 - loki-sentinel`, `calm - loki-sentinel`. */
export function watchTitle({incidents, isFleetSilent}: Pick<OpenNow, 'incidents' | 'isFleetSilent'>, isAnswered: boolean): string {
	const [first] = incidents;
	const open = first ? `${plural(incidents.length, 'incident', 'incidents')}: ${nameOf(first)}` : 'calm';
	const known = isFleetSilent ? allSilent : open;
	return `${isAnswered ? known : 'no answer from Loki'} - loki-sentinel`;
}
