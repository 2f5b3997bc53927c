import {selectedRow} from '../../store/selectors/overview.js';
import {screenService} from '../../store/view-state.js';
import type {Effects, KeyContext} from './binding.js';

/** The service that a key acts on. */
export function serviceOf({state, screen}: KeyContext): string | undefined {
	return screenService(screen) ?? selectedRow(state).row?.service;
}

/** Effects on the service at hand; none where there is no service. */
export function withService(context: KeyContext, effects: (service: string) => Effects): Effects {
	const service = serviceOf(context);
	return service === undefined ? [] : effects(service);
}
