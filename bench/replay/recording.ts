import {createReadStream} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {createGunzip} from 'node:zlib';

/** A minute without faults: lines by their milliseconds in it. */
export type UsualMinute = {
	readonly notFor: ReadonlySet<string>;
	readonly lines: readonly RecordedLine[];
};

export type RecordedLine = {
	/** In the minute; before the end of the case, and negative, for a case. */
	readonly ms: number;
	readonly service: string;
	readonly pod: string;
	readonly line: string;
};

/** A folder of recorded incidents; docs/evaluation.md tells the format. */
export type Recording = {
	readonly cases: readonly string[];
	readonly usual: readonly UsualMinute[];
	readonly readCase: (name: string) => Promise<readonly RecordedLine[]>;
};

async function * readRows(file: string): AsyncIterable<unknown> {
	for await (const line of createInterface({input: createReadStream(file).pipe(createGunzip())})) {
		if (line.trim() !== '') {
			yield JSON.parse(line);
		}
	}
}

/** `case-07`, `7` and 7 are one case. */
const caseName = (name: unknown): string => `case-${String(name).replace(/^case-/, '').padStart(2, '0')}`;

async function readUsual(directory: string): Promise<readonly UsualMinute[]> {
	const pods = JSON.parse(await readFile(path.join(directory, 'pods.json'), 'utf8')) as Readonly<Record<string, string>>;
	const minutes: Array<{readonly notFor: ReadonlySet<string>; readonly lines: RecordedLine[]}> = [];
	for await (const row of readRows(path.join(directory, 'usual.jsonl.gz'))) {
		if (Array.isArray(row)) {
			const [ms, service, line] = row as [number, string, string];
			minutes.at(-1)?.lines.push({
				ms, service, pod: pods[service] ?? `${service}-0`, line,
			});
		} else {
			const {notFor = []} = row as {readonly notFor?: readonly unknown[]};
			minutes.push({notFor: new Set(notFor.map(name => caseName(name))), lines: []});
		}
	}

	return minutes;
}

/** Opens a folder of recorded incidents. Throws where its files are not there or not of the format. */
export async function openRecording(directory: string): Promise<Recording> {
	const files = await readdir(directory);
	return {
		cases: files.map(file => /^(case-.+)\.jsonl\.gz$/.exec(file)?.[1] ?? '').filter(name => name !== '').toSorted(),
		usual: await readUsual(directory),
		async readCase(name) {
			const lines: RecordedLine[] = [];
			for await (const row of readRows(path.join(directory, `${name}.jsonl.gz`))) {
				const [ms, service, pod, line] = row as [number, string, string, string];
				lines.push({
					ms, service, pod, line,
				});
			}

			return lines;
		},
	};
}

/** The minutes by which a case may be judged. */
export const usualFor = ({usual}: Recording, name: string): readonly UsualMinute[] => usual.filter(({notFor}) => !notFor.has(caseName(name)));
