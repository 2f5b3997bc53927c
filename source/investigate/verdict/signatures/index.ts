import type {Signature} from './type.js';
import {dataSignatures} from './data.js';
import {networkSignatures} from './network.js';
import {processSignatures} from './processes.js';
import {resourceSignatures} from './resources.js';

/** What is known. */
export const signatures: readonly Signature[] = [...resourceSignatures, ...dataSignatures, ...processSignatures, ...networkSignatures];
