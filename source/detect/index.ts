import {createSimpleDetector} from './simple.js';
import {createStandardDetector} from './standard.js';
import type {Sensitivity} from './tuning.js';
import type {Detector} from './types.js';

export {type Sensitivity} from './tuning.js';

export type DetectorOptions = {
	/** 'simple' is the fixed-threshold rule. */
	readonly kind: 'default' | 'simple';
	/** Moves the thresholds of the default detector. */
	readonly sensitivity?: Sensitivity;
	/** What an earlier detector's `save` gave; what cannot be used is passed over. */
	readonly saved?: unknown;
	/** For the times in sentences; UTC where not given. */
	readonly timeZone?: string;
};

/** Makes the detector that the settings ask for. Throws a RangeError for an unknown time zone. */
export const createDetector = (options: DetectorOptions): Detector =>
	options.kind === 'simple' ? createSimpleDetector(options) : createStandardDetector(options);
