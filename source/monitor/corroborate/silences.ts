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
	/**
	Looks at those that nothing has confirmed yet, with at most one second question a step. Where many are silent it asks first whether lines come in that name no service.

	@returns why each that stays unconfirmed is held back.
	@throws the signal's reason only.
	*/
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

			// A fleet too small to be reported as one: each of its silences is made of minutes about which a second question was asked.
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
			const unasked = wasAsked ? 'a second query follows with the next pass' : 'too little else is known to compare with';
			const counted = look ? await question.ask(look, options) : unasked;
			const verdict = look && typeof counted !== 'string' ? judgeLook(look, counted) : undefined;
			const notes: string[] = [];
			for (const anomaly of due) {
				const isFleet = anomaly.service === fleetService;
				if ((isFleet ? verdict?.isFleetSilent : verdict?.isSilent(anomaly.service)) ?? false) {
					confirm(anomaly);
				} else {
					const who = isFleet ? 'All services look' : `${anomaly.service} looks`;
					notes.push(`${who} silent; not reported yet: ${typeof counted === 'string' ? counted : 'a second query does not confirm it'}.`);
				}
			}

			return notes.length > maxNotes ? [...notes.slice(0, maxNotes), `${notes.length - maxNotes} more services look silent; not reported yet.`] : notes;
		},
		isConfirmed: anomaly => !isSilence(anomaly) || confirmed.has(anomaly.fingerprint),
		isUnnamed: () => isUnnamed,
		save: () => [...confirmed.values()].slice(-maxConfirmed),
	};
}

const unnamedSentence = (label: string): string => `Lines now arrive without the label ${label}, so silences are not reported. Was Loki downgraded or the shipper reconfigured? Looking for another label; set it with --service-label if none is found.`;

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
