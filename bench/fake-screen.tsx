import {PassThrough} from 'node:stream';
import {performance} from 'node:perf_hooks';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {render} from 'ink';
import {App} from '../source/ui/app.js';
import type {ScreenStore} from '../source/ui/screens/screen-store.js';

const columns = 160;
const rows = 48;
/** Longer than a frame: each press is painted by itself. */
const apartMs = 40;
const maxPaintMs = 2000;

/** The whole screen on a terminal of 160x48 that only counts what it is sent. */
export type FakeScreen = {
	/** Milliseconds from the key to the first byte of what it changed. */
	readonly press: (key: string) => Promise<number>;
	readonly bytes: () => number;
	readonly close: () => void;
};

export function openFakeScreen(store: ScreenStore): FakeScreen {
	const output = Object.assign(new PassThrough(), {columns, rows, isTTY: true});
	let bytes = 0;
	output.on('data', (data: Uint8Array) => {
		bytes += data.length;
	});
	const input = Object.assign(new PassThrough(), {
		isTTY: true, setRawMode: () => input, ref: () => input, unref: () => input,
	});
	const screen = render(<App store={store} onIntent={() => undefined}/>, {
		stdout: output as unknown as NodeJS.WriteStream, stdin: input as unknown as NodeJS.ReadStream, patchConsole: false, exitOnCtrlC: false, incrementalRendering: true, maxFps: 60, interactive: true,
	});
	return {
		async press(key) {
			const startMs = performance.now();
			const before = bytes;
			input.write(key);
			const isPainted = () => bytes !== before;
			while (!isPainted() && performance.now() - startMs < maxPaintMs) {
				await nextTurn();
			}

			const paintedMs = performance.now() - startMs;
			await new Promise(resolve => {
				setTimeout(resolve, apartMs);
			});
			return paintedMs;
		},
		bytes: () => bytes,
		close() {
			screen.unmount();
			store.close();
		},
	};
}

export const percentile = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
