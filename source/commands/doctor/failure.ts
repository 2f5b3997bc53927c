import {LokiError} from '../../loki/http/errors/index.js';
import {SettingsError} from '../shared/settings-error.js';
import type {Judgement} from './types.js';

/** An error as what happened, why, and what to do next. */
export function failureOf(error: unknown): Judgement {
	if (error instanceof LokiError) {
		return {state: 'fail', detail: `${error.what}: ${error.why}.`.replace(/\.\.$/, '.'), nextStep: error.nextStep};
	}

	if (error instanceof SettingsError) {
		return {state: 'fail', detail: error.message};
	}

	return {
		state: 'fail',
		detail: `Something in loki-sentinel failed: ${error instanceof Error ? error.message : String(error)}`,
		nextStep: 'Run it again; if it stays, report this line.',
	};
}
