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
};

/** Makes the detector that the settings ask for. */
export const createDetector = (options: DetectorOptions): Detector =>
	options.kind === 'simple' ? createSimpleDetector(options) : createStandardDetector(options);
