import process from 'node:process';
import {runOnPty} from '../test/helpers/pty.js';
import type {Measurement} from './all.js';

const starts = 10;
/** Once it has named somebody it is watched for so many polls more. */
const watchedMs = 60_000;

/** Who the second line says was first: the service, or `unclear`. */
const nameIn = (screen: string): string | undefined => {
	const [, unclear, name] = /abnormal: (?:(unclear): |(\S+) (?:likely )?first)/.exec(screen) ?? [];
	return unclear ?? name;
};

/** Starts of the demo on a pty: how often the first service that is named is later replaced, and how often another one than the true one is named at all. */
export async function run(): Promise<readonly Measurement[]> {
	let replaced = 0;
	let wrong = 0;
	for (let start = 0; start < starts; start++) {
		const demo = runOnPty([process.execPath, 'bin/loki-sentinel.js', 'demo']);
		await demo.see(/abnormal: (?:unclear|\S+ (?:likely )?first)/);
		const names = [nameIn(demo.screen())];
		const endMs = Date.now() + watchedMs;
		while (Date.now() < endMs) {
			await demo.changed(demo.screen());
			const name = nameIn(demo.screen());
			if (name !== undefined && name !== names.at(-1)) {
				names.push(name);
			}
		}

		demo.press('q');
		await demo.exit;
		demo.kill();
		console.error(names.join(', then '));
		replaced += Number(names.length > 1);
		wrong += Number(names.some(name => name !== 'payment' && name !== 'unclear'));
	}

	return [
		{name: `first named service later replaced, of ${starts} starts`, value: replaced, unit: 'starts'},
		{name: `another than the true first named at some time, of ${starts} starts`, value: wrong, unit: 'starts'},
	];
}
