import type {Incident} from '../detect/incidents/incident.js';
import type {IncidentNews} from '../store/selectors/incident-news.js';
import {plural} from './numbers.js';
import {serviceName} from './service-name.js';

const nameOf = ({suspected, members}: Incident): string => `${serviceName(suspected)}${members.length > 1 ? ` +${members.length - 1}` : ''}`;

/** `new incident: payment +2`, `over: payment +2`; of several the first and how many more. */
export function newsWords(news: readonly IncidentNews[]): string {
	const [first] = news;
	if (!first) {
		return '';
	}

	const more = news.length > 1 ? `, ${news.length - 1} more` : '';
	return `${first.type === 'opened' ? 'new incident' : 'over'}: ${nameOf(first.incident)}${more}`;
}

/** The title of the window while it is watched: `2 incidents: payment +2 - loki-sentinel`, `calm - loki-sentinel`. */
export function watchTitle(open: readonly Incident[]): string {
	const [first] = open;
	return `${first ? `${plural(open.length, 'incident', 'incidents')}: ${nameOf(first)}` : 'calm'} - loki-sentinel`;
}
