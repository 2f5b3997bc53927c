// What was said in the week against what was so.
import {
	incidentAt,
	startOf,
	type Incident,
	type Play,
} from './play.js';

const minuteMs = 60_000;
/** An end is said this long after it at the latest: lines have to stay calm, Loki and Slack to answer. */
const patienceMs = 60 * minuteMs;
/** What was so in a minute may be said while that minute is judged, and after answers that failed. */
const lateMs = 12 * minuteMs;

/** Something that was said of a service: what opened, or that it is `resolved`. */
export type Saying = {
	readonly service: string;
	readonly what: string;
	readonly atMs: number;
	/** The same for what is said of one thing once more. */
	readonly key: string;
	/** It says of itself that it may have been said before. */
	readonly isRepeat?: boolean;
};

export type Verdict = {
	readonly incidents: number;
	readonly said: number;
	/** Not so. */
	readonly falses: readonly string[];
	/** So, and not said in time. */
	readonly losts: readonly string[];
	/** Said again, and not marked as such. */
	readonly doubles: readonly string[];
};

export type Truths = {
	readonly say: (saying: Saying) => void;
	/** By now; what is under way is no matter yet. */
	readonly judge: (nowMs: number, options: {readonly endsAreSaid: boolean}) => Verdict;
};

export function createTruths(play: Play): Truths {
	const sayings: Saying[] = [];
	const keys = new Set<string>();
	const doubles: string[] = [];

	const isSo = ({service, what, atMs}: Saying, incident: Incident): boolean => service === incident.service && (what === 'resolved'
		? atMs >= startOf(incident.endMinute) && atMs < startOf(incident.endMinute) + patienceMs
		: atMs >= startOf(incident.startMinute) && atMs < startOf(incident.endMinute) + lateMs);

	return {
		say(saying) {
			if (keys.has(saying.key)) {
				if (saying.isRepeat === false) {
					doubles.push(written(saying));
				}

				return;
			}

			keys.add(saying.key);
			sayings.push(saying);
		},
		judge(nowMs, {endsAreSaid}) {
			const all: Incident[] = [];
			for (let index = 0; startOf(incidentAt(index, play).startMinute) < nowMs; index++) {
				all.push(incidentAt(index, play));
			}

			const over = all.filter(({endMinute}) => startOf(endMinute) + patienceMs < nowMs);
			const losts = over.flatMap(incident => {
				const own = sayings.filter(saying => isSo(saying, incident));
				const wants = [
					...own.some(({what}) => what !== 'resolved') ? [] : [incident.kind],
					...!endsAreSaid || own.some(({what}) => what === 'resolved') ? [] : ['resolved'],
				];
				return wants.map(what => `${new Date(startOf(incident.startMinute)).toISOString()} ${incident.service}: ${what}`);
			});
			return {
				incidents: over.length,
				said: sayings.length,
				falses: sayings.filter(saying => all.every(incident => !isSo(saying, incident))).map(saying => written(saying)),
				losts,
				doubles,
			};
		},
	};
}

const written = ({service, what, atMs}: Saying): string => `${new Date(atMs).toISOString()} ${service}: ${what}`;
