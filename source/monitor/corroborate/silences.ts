import {kindOf} from '../../detect/kinds/registry.js';
import {isOpen} from '../../detect/lifecycle.js';
import type {Counts} from '../../detect/merge-answer.js';
import {minuteMs} from '../../detect/minute.js';
import {judgeLook, planLook, type Look} from '../../detect/second-look.js';
import {fleetService, type Anomaly} from '../../detect/types.js';
import type {KnownCounts} from './known-counts.js';
import type {AskOptions, SecondQuestion} from './second-question.js';

/** Silences that are open at once, of which it is known that they were confirmed. */
const maxConfirmed = 2000;
const maxNotes = 3;
/** So many minutes that are empty for certain are a silence. */
const minEmptyMinutes = 3;

/** A silence that a second question confirmed. */
export type ConfirmedSilence = {readonly fingerprint: string; readonly isOver: boolean};

/** Which silences are more than an answer that does not hold all. */
export type Silences = {
	/** Asks at most one second question a step about those that nothing has confirmed yet; before it, where many are silent, with each look, whether lines come in that name no service. Gives why they are held back. Throws the signal's reason only. */
	readonly look: (anomalies: readonly Anomaly[], options: AskOptions) => Promise<readonly string[]>;
	/** Whether an anomaly may be shown: all but silences that nothing has confirmed. */
	readonly isConfirmed: (anomaly: Anomaly) => boolean;
	/** Whether the last look found lines that name no service, where services were named before. */
	readonly isUnnamed: () => boolean;
	readonly save: () => readonly ConfirmedSilence[];
};

export type SilencesOptions = {
	readonly known: KnownCounts;
	readonly question: SecondQuestion;
	/** Whether lines come in since a time without the label that names services. */
	readonly areUnnamed: (sinceMs: number, options: AskOptions) => Promise<boolean>;
	readonly saved: readonly ConfirmedSilence[] | undefined;
};

const isSilence = ({kind}: Anomaly): boolean => kindOf(kind).isSilence;

export function createSilences({known, question, areUnnamed, saved}: SilencesOptions): Silences {
	const confirmed = new Map(saved?.map(silence => [silence.fingerprint, silence]));
	const confirm = ({fingerprint}: Anomaly): void => {
		confirmed.set(fingerprint, {fingerprint, isOver: false});
	};

	/** Open silences that nothing has confirmed yet. */
	const unconfirmed = (anomalies: readonly Anomaly[]): readonly Anomaly[] => {
		// Where the whole fleet is silent, the silence of each service says nothing more.
		const isFleetOpen = anomalies.some(anomaly => anomaly.service === fleetService && isOpen(anomaly));
		return anomalies.filter(anomaly => isSilence(anomaly) && isOpen(anomaly) && !confirmed.has(anomaly.fingerprint) && (anomaly.service === fleetService || !isFleetOpen));
	};

	let isUnnamed = false;

	return {
		async look(anomalies, options) {
			isUnnamed = false;
			follow(confirmed, anomalies);
			const open = unconfirmed(anomalies);
			if (open.length === 0) {
				return [];
			}

			const isOfMany = open.some(({service}) => service === fleetService) || open.length > known.usual([]).size / 2;
			isUnnamed = isOfMany && await areUnnamed(Math.min(...open.map(({onsetMs}) => onsetMs)), options);
			if (isUnnamed) {
				return [unnamedSentence(options.scope.capabilities.serviceLabel)];
			}

			const fleet = unconfirmed(anomalies).find(({service}) => service === fleetService);
			if (fleet && known.wasEmptySince(fleet.onsetMs)) {
				// Its minutes were taken only after a second question.
				confirm(fleet);
			}

			// A fleet too small to be told as one: each of its silences is made of minutes about which a second question was asked.
			for (const anomaly of unconfirmed(anomalies)) {
				if (known.emptyMinutesOf(anomaly.service, anomaly.onsetMs) >= minEmptyMinutes) {
					confirm(anomaly);
				}
			}

			const due = unconfirmed(anomalies);
			if (due.length === 0) {
				return [];
			}

			const wasAsked = question.wasAsked();
			const look = wasAsked ? undefined : planSilenceLook(due, known, options.endMs);
			const unasked = wasAsked ? 'a second question is asked with the next pass' : 'too little is known beside it';
			const counted = look ? await question.ask(look, options) : unasked;
			const verdict = look && typeof counted !== 'string' ? judgeLook(look, counted) : undefined;
			const notes: string[] = [];
			for (const anomaly of due) {
				const isFleet = anomaly.service === fleetService;
				if ((isFleet ? verdict?.isFleetSilent : verdict?.isSilent(anomaly.service)) ?? false) {
					confirm(anomaly);
				} else {
					const who = isFleet ? 'All services seem' : `${anomaly.service} seems`;
					notes.push(`${who} silent, which is not told yet: ${typeof counted === 'string' ? counted : 'a second question does not bear it out'}.`);
				}
			}

			return notes.length > maxNotes ? [...notes.slice(0, maxNotes), `${notes.length - maxNotes} more services seem silent, which is not told yet.`] : notes;
		},
		isConfirmed: anomaly => !isSilence(anomaly) || confirmed.has(anomaly.fingerprint),
		isUnnamed: () => isUnnamed,
		save: () => [...confirmed.values()].slice(-maxConfirmed),
	};
}

const unnamedSentence = (label: string): string => `No service is named any more, which is not told as silence: lines come in without the label ${label}. Is this Loki, or what writes to it, of an older version or set up anew? What names them now is looked for; name it with --service-label where it is not found.`;

/** What opens again after its end is to be confirmed again; what is gone is forgotten. */
function follow(confirmed: Map<string, ConfirmedSilence>, anomalies: readonly Anomaly[]): void {
	const current = new Map(anomalies.map(anomaly => [anomaly.fingerprint, anomaly]));
	for (const [fingerprint, {isOver}] of confirmed) {
		const anomaly = current.get(fingerprint);
		if (anomaly === undefined || (isOver && isOpen(anomaly))) {
			confirmed.delete(fingerprint);
		} else if (!isOpen(anomaly)) {
			confirmed.set(fingerprint, {fingerprint, isOver: true});
		}
	}
}

/** The look at silences: their minutes since the first began, and what all others wrote meanwhile as a control. */
function planSilenceLook(due: readonly Anomaly[], known: KnownCounts, endMs: number): Look | undefined {
	const doubted = new Map<number, Counts>();
	for (let startMs = Math.min(...due.map(({onsetMs}) => Math.floor(onsetMs / minuteMs) * minuteMs)); startMs < endMs; startMs += minuteMs) {
		doubted.set(startMs, known.at(startMs) ?? new Map());
	}

	const isOfFleet = due.some(({service}) => service === fleetService);
	return doubted.size === 0
		? undefined
		: planLook({
			doubted, ...!isOfFleet && {services: new Set(due.map(({service}) => service))}, knownAt: known.at, usual: known.usual([]), endMs,
		});
}
