// What is true in the simulated week, minute by minute: the same for all who ask, without a state of its own.
import {createRandom} from '../../../test/helpers/traffic.js';
import type {Lie} from '../../../test/helpers/liar.js';
import type {SlackFault} from '../../../source/sandbox/slack-sink.js';

const minuteMs = 60_000;

/** A Monday, ten seconds into a minute. */
export const firstMs = Date.UTC(2026, 2, 2, 0, 0, 10);
/** Before the first poll. */
export const historyMinutes = 24 * 60;
/** One service in so many is busy, and may break. */
const busyEvery = 10;
const busyLines = 4;
/** A quiet service writes a line every so many minutes. */
const quietEvery = 2;
const errorShare = 0.03;
/** Chance is not what is asked here: no calm minute has more errors. */
const maxCalmErrors = 2;

/** The first incident, and the time from one to the next, in minutes. */
const firstIncident = 40;
const incidentEvery = 80;
const shortestIncident = 15;
const longestIncident = 30;
/** Shares of minutes in which Loki and Slack fail, and of the requests in such a minute. */
const faultyMinutes = 0.3;
const faultyRequests = 0.5;
const faultySlackMinutes = 0.25;

const lies: readonly Lie[] = ['empty', 'null', 'cut-and-told', 'cut', 'stale', 'nan', 'infinite', 'refused', 'broken', 'reset', 'half', 'hung', 'slow'];
const slackFaults: readonly SlackFault[] = ['rate-limit', 'server-error', 'reset', 'no-service'];

export type Rates = {readonly lines: number; readonly errors: number};

/** `errors`: many of them; `silent`: not one line. Minutes are counted from the first poll. */
export type Incident = {readonly service: string; readonly kind: 'errors' | 'silent'; readonly startMinute: number; readonly endMinute: number};

export const serviceName = (index: number): string => `service-${index}`;

/** A number between 0 and 1 that is of these numbers alone. */
const chance = (...of: readonly number[]): number => {
	let mixed = 0;
	for (const each of of) {
		mixed = Math.imul(mixed ^ (each + 0x9E_37_79_B9), 0x85_EB_CA_6B);
	}

	return createRandom(mixed)();
};

export const startOf = (minute: number): number => firstMs - (firstMs % minuteMs) + (minute * minuteMs);

/** The minute that a time is in. */
export const minuteOf = (timeMs: number): number => Math.floor((timeMs - startOf(0)) / minuteMs);

export function incidentAt(index: number, {services, seed}: Play): Incident {
	const startMinute = firstIncident + (index * incidentEvery);
	const length = shortestIncident + Math.floor(chance(seed, 1, index) * (longestIncident - shortestIncident + 1));
	return {
		service: serviceName((index * busyEvery) % (Math.floor(services / busyEvery) * busyEvery)),
		kind: index % 4 === 3 ? 'silent' : 'errors',
		startMinute,
		endMinute: startMinute + length,
	};
}

/** The incident that is going on, or the last one that was. */
export const latestIncident = (minute: number, play: Play): Incident | undefined => minute < firstIncident ? undefined : incidentAt(Math.floor((minute - firstIncident) / incidentEvery), play);

export type Play = {readonly services: number; readonly seed: number};

/** What a service writes in a minute. */
export function ratesOf(index: number, minute: number, play: Play): Rates {
	const incident = latestIncident(minute, play);
	if (incident?.service === serviceName(index) && minute < incident.endMinute) {
		return incident.kind === 'silent' ? {lines: 0, errors: 0} : {lines: 16, errors: 12};
	}

	if (index % busyEvery !== 0) {
		return {lines: (index + minute) % quietEvery === 0 ? 1 : 0, errors: 0};
	}

	const lines = busyLines - 1 + Math.floor(chance(play.seed, 2, index, minute) * 3);
	const errors = Array.from({length: lines}, (_, line) => chance(play.seed, 3, index, minute, line)).filter(drawn => drawn < errorShare).length;
	return {lines, errors: Math.min(maxCalmErrors, errors)};
}

/** Whether Loki fails now and then in a minute. */
export const isFaulty = (minute: number, {seed}: Play): boolean => chance(seed, 4, minute) < faultyMinutes;

/** How Loki spoils the answer to a request, the `request`-th one; undefined where it tells the truth. */
export function lieOf(minute: number, request: number, play: Play): Lie | undefined {
	const {seed} = play;
	return isFaulty(minute, play) && chance(seed, 5, minute, request) < faultyRequests ? lies[Math.floor(chance(seed, 6, minute) * lies.length)] : undefined;
}

/** How Slack fails in a minute. */
export const slackFaultOf = (minute: number, {seed}: Play): SlackFault | undefined => chance(seed, 7, minute) < faultySlackMinutes ? slackFaults[Math.floor(chance(seed, 8, minute) * slackFaults.length)] : undefined;
