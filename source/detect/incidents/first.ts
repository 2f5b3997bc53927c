import type {Incident, Outside} from './incident.js';

/** Which service of an incident is named as the first, and how sure that is: the same facts for an alert, a check, a record and whoever reads them. */
export type First = {
	readonly service: string;
	readonly onsetMs: number;
	/** `preliminary` while too little of the past is known, or lines that speak for or against a service are still being read. Undefined for a service that broke alone. */
	readonly confidence: 'likely' | 'unclear' | 'preliminary' | undefined;
	/** Who may have been first as well, where that is unclear. */
	readonly rival: string | undefined;
	/** Most services of the fleet broke at once: none of them was first. */
	readonly everything: {readonly broken: number; readonly services: number} | undefined;
	readonly outside: Outside | undefined;
};

export type FirstOptions = {
	readonly isPreliminary: boolean;
	/** How many services there are in the fleet. */
	readonly services: number;
};

/** The same with its names written otherwise: redacted. */
export const renameFirst = ({service, rival, outside, ...first}: First, rename: (name: string) => string): First => ({
	...first, service: rename(service), rival: rival && rename(rival), outside: outside && {host: rename(outside.host), by: outside.by.map(name => rename(name))},
});

export function firstOfIncident({suspected, confidence, isFleetWide, outside, members}: Pick<Incident, 'suspected' | 'confidence' | 'isFleetWide' | 'outside' | 'members'>, {isPreliminary, services}: FirstOptions): First {
	return {
		service: suspected,
		onsetMs: members.find(({service}) => service === suspected)?.onsetMs ?? Math.min(...members.map(({onsetMs}) => onsetMs)),
		confidence: isPreliminary ? 'preliminary' : confidence?.type,
		rival: confidence?.type === 'unclear' ? confidence.rival : undefined,
		everything: isFleetWide ? {broken: members.length, services} : undefined,
		outside,
	};
}
