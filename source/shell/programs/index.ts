import type {Judge} from '../judgement.js';
import {clusterPrograms} from './cluster.js';
import {databasePrograms} from './databases.js';
import {filePrograms} from './files.js';
import {hostPrograms} from './host.js';
import {networkPrograms} from './network.js';

const programs: ReadonlyMap<string, Judge> = new Map(Object.entries({
	...filePrograms, ...hostPrograms, ...networkPrograms, ...clusterPrograms, ...databasePrograms,
}));

/** Where programs of a system or of an image stand; one of the same name elsewhere is another. */
const systemFolders = /^\/(?:usr\/(?:local\/)?)?s?bin\/|^\/opt\/(?:bitnami\/)?[\w-]{1,40}\/bin\//;

/** What judges calls of a program, by its word on the line; undefined where it is not known. */
export function judgeOf(word: string): {readonly name: string; readonly judge: Judge} | undefined {
	const name = word.replace(systemFolders, '');
	const judge = programs.get(name);
	return judge && {name, judge};
}
