import type {Labels} from '../types.js';

/** Labels that say who wrote a line. Structured metadata stands among an entry's labels and differs from line to line: level, trace, request. */
const writerLabels = ['namespace', 'service_name', 'app', 'job', 'pod', 'instance', 'host', 'hostname', 'node', 'container', 'filename', 'stream', 'unit'] as const;

/** The same for lines of one writer: what a stack trace that is written line by line has in common. */
export const streamKey = (labels: Labels): string => writerLabels.map(name => labels[name] ?? '').join('\n');
