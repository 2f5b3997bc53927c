import type {EvalCase} from '../types.js';
import {clusterCases} from './cluster.js';
import {databaseCases} from './databases.js';
import {loadCases} from './load.js';
import {networkCases} from './network.js';
import {oddCases} from './odd.js';
import {releaseCases} from './release.js';
import {saidCases} from './said.js';
import {storeCases} from './stores.js';
import {thirdPartyCases} from './third-party.js';

export const cases: readonly EvalCase[] = [...databaseCases, ...clusterCases, ...networkCases, ...releaseCases, ...thirdPartyCases, ...loadCases, ...oddCases, ...storeCases, ...saidCases];
