import type {Binding} from '../../keys/binding.js';
import {paneKey} from '../../keys/shared-bindings.js';
import type {PreviewState} from './state.js';

export const previewKeys: ReadonlyArray<Binding<PreviewState>> = [
	// The preview of the other destination, in place of the one that is open.
	paneKey(({screen: {service, destination}}) => [
		{type: 'screen-popped'},
		{type: 'open-preview', service, destination: destination === 'alert' ? 'claude' : 'alert'},
	]),
];
