import type {Effects, KeyContext, ScreenOf} from '../../keys/binding.js';
import {withService} from '../../keys/service-at-hand.js';

/** What would leave this host: from an analysis the prompt, else the Slack message. */
export const preview = (context: KeyContext): Effects => withService(context, service => [
	{type: 'open-preview', service, destination: context.screen.type === 'analysis' ? 'claude' : 'slack'},
]);

/** The preview of the other destination, in place of the one that is open. */
export const otherDestination = ({service, destination}: ScreenOf<'preview'>): Effects => [
	{type: 'screen-popped'},
	{type: 'open-preview', service, destination: destination === 'slack' ? 'claude' : 'slack'},
];
