import type {Signature} from './type.js';
import {callerSignatures} from './callers.js';
import {codeSignatures} from './code.js';
import {dataSignatures} from './data.js';
import {networkSignatures} from './network.js';
import {platformSignatures} from './platform.js';
import {processSignatures} from './processes.js';
import {resourceSignatures} from './resources.js';
import {storeSignatures} from './stores.js';

/** What is known. */
export const signatures: readonly Signature[] = [
	...resourceSignatures, ...dataSignatures, ...storeSignatures, ...processSignatures, ...codeSignatures, ...callerSignatures, ...networkSignatures, ...platformSignatures,
];
