import type {Signature} from './signature-type.js';
import {dataSignatures} from './signatures-data.js';
import {networkSignatures} from './signatures-network.js';
import {processSignatures} from './signatures-processes.js';
import {resourceSignatures} from './signatures-resources.js';

/** What is known. */
export const signatures: readonly Signature[] = [...resourceSignatures, ...dataSignatures, ...processSignatures, ...networkSignatures];
