import type {Judgement} from '../types.js';

export type Endpoint = 'patterns' | 'volume' | 'stats';

/** What each optional endpoint is for here, and how it is switched on. */
const endpoints: Readonly<Record<Endpoint, {readonly there: string; readonly off: string; readonly nextStep?: string}>> = {
	patterns: {
		there: '/patterns answers: whole counts of patterns beside those of the sampled lines.',
		off: '/patterns is off or too new for this Loki: patterns are counted in sampled lines only.',
		nextStep: 'Optional, Loki 3 and later: pattern_ingester.enabled: true.',
	},
	volume: {
		there: '/index/volume answers.',
		off: '/index/volume is off or too new for this Loki; nothing here depends on it.',
	},
	stats: {
		there: '/index/stats answers: what a query would read is known beforehand.',
		off: '/index/stats does not answer: what a query would read is not known beforehand.',
	},
};

/** Whether one of Loki's optional endpoints is there. Without them something is missing, nothing is broken. */
export function judgeEndpoint(endpoint: Endpoint, isThere: boolean): Judgement {
	const {there, off, nextStep} = endpoints[endpoint];
	return isThere ? {state: 'pass', detail: there} : {state: nextStep === undefined ? 'pass' : 'warn', detail: off, nextStep};
}
