import {dns} from './dns.js';
import {outsideDatabase} from './outside-database.js';
import {pool} from './pool.js';
import {quietErrors} from './quiet-errors.js';
import {slowDependency} from './slow-dependency.js';
import {twoAtOnce} from './two-at-once.js';
import type {Incident} from './types.js';
import {vanishedPattern} from './vanished-pattern.js';

/** Every incident that the sandbox can play, by the name that `--incident` takes. */
export const incidents = {
	pool,
	'slow-dependency': slowDependency,
	'vanished-pattern': vanishedPattern,
	'quiet-errors': quietErrors,
	'two-at-once': twoAtOnce,
	'outside-database': outsideDatabase,
	dns,
} as const satisfies Readonly<Record<string, Incident>>;

export type IncidentName = keyof typeof incidents;

/** What plays where none is named. */
export const defaultIncident: IncidentName = 'pool';

export const isIncidentName = (name: string): name is IncidentName => Object.hasOwn(incidents, name);
