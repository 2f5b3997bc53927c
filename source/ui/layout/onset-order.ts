import {minuteMs} from '../../detect/minute.js';
import type {Incident, IncidentMember} from '../../detect/incidents/incident.js';
import type {Leader, NewLeaderReason} from '../../store/leaders.js';
import {isMuted} from '../../store/selectors/incidents.js';
import type {FleetVerdict} from '../../store/selectors/verdict-line.js';
import type {State} from '../../store/state.js';
import {firstIn} from '../../store/selectors/first.js';
import {firstWords, judgingFirst, outsideWords} from '../../words/first.js';
import {formatOffset, formatTime} from '../../words/numbers.js';

/** Why another one is told to be the first than before stays on the screen for so long. */
const newLeaderMs = 10 * minuteMs;

/** What broke: most of the fleet, several incidents beside each other, or one with its services in their order. As many as fit; how many more there are is always said. */
export function onsetOrder({incidents, services}: Pick<FleetVerdict, 'incidents' | 'services'>, state: State, columns: number): string {
	const [first, ...others] = incidents;
	if (!first) {
		return '';
	}

	if (others.length > 0) {
		return fitList([`${incidents.length} incidents: ${incidentWords(first, services, state)}`, ...others.map(incident => `, ${incidentWords(incident, services, state)}`)], columns);
	}

	if (first.isFleetWide) {
		return incidentWords(first, services, state);
	}

	const all = memberWords(first, state, {}).join('');
	if (all.length <= columns) {
		return all;
	}

	// The host outside goes first, then the last services, then the time.
	const whole = fitList(memberWords(first, state, {isInside: true}), columns);
	return whole.length <= columns ? whole : fitList(memberWords(first, state, {isInside: true, isShort: true}), columns);
}

const nameOf = (member: IncidentMember, state: State): string => isMuted(state, member) ? `${member.service} (muted)` : member.service;

/** The members of the only incident, `payment likely first at 02:58`, `, checkout +1 min`; without the time where it is to be short, and without hosts outside where only services are to be told. */
function memberWords(incident: Incident, state: State, {isShort = false, isInside = false}: {readonly isShort?: boolean; readonly isInside?: boolean}): readonly string[] {
	const {members} = incident;
	const leader = state.leaders.get(incident.id);
	return members.map((member, place) => {
		const name = nameOf(member, state);
		if (!leader) {
			return place === 0 ? judgingFirst(name) : `, ${name}`;
		}

		if (place > 0) {
			return `, ${name} ${formatOffset(member.delayMs)}`;
		}

		const first = firstIn(state, incident);
		const who = firstWords(first, {name, at: isShort ? '' : formatTime(member.onsetMs, {timeZone: state.timeZone})});
		return [`${who}${isShort ? '' : replacedWords(leader, state)}`, ...isInside ? [] : outsideWords(first)].join(', ');
	});
}

const replacedBecause: Readonly<Record<NewLeaderReason, string>> = {
	called: 'which calls it',
	earlier: 'which began later',
	gone: 'which is over',
	evidence: 'by what the lines say',
};

function replacedWords({replaced}: Leader, {nowMs}: State): string {
	return replaced && nowMs - replaced.atMs < newLeaderMs ? ` (not ${replaced.service}, ${replacedBecause[replaced.because]})` : '';
}

/** One incident among others: `payments-api (+2)`. */
function incidentWords({id, members, confidence, isFleetWide}: Incident, services: number, state: State): string {
	if (isFleetWide) {
		return `everything: ${members.length} of ${services} services`;
	}

	const [first] = members;
	const name = first ? nameOf(first, state) : '';
	const isUnclear = state.leaders.has(id) && confidence?.type === 'unclear';
	const who = isUnclear ? `${name} or ${confidence.rival}` : name;
	const more = members.length - (isUnclear ? 2 : 1);
	return `${who}${more > 0 ? ` (+${more})` : ''}${state.leaders.has(id) ? '' : ' (judging)'}`;
}

function fitList(words: readonly string[], columns: number): string {
	let text = '';
	for (const [index, word] of words.entries()) {
		const left = words.length - index;
		const room = left > 1 ? `, ${left - 1} more`.length : 0;
		if (index > 0 && text.length + word.length + room > columns) {
			return `${text}, ${left} more`;
		}

		text += word;
	}

	return text;
}
