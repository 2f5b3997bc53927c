import {paymentLeadMs} from '../timeline.js';
import type {Incident} from './types.js';

export const pool: Incident = {
	what: 'a new version of payment leaks database connections; checkout and the gateway fail with it; then auth drowns in retries',
	leadMs: paymentLeadMs,
	isPoolStory: true,
};
