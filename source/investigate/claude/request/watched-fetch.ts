export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** What the watch saw: the SDK reports an aborted stream as a silent end, so that the reason must be kept here. */
export type Watch = {
	readonly fetch: Fetch;
	/** Undefined while all is well. */
	readonly verdict: () => 'stalled' | 'too-large' | undefined;
	/** Call at the end of a request, or the timer keeps the process alive. */
	readonly stop: () => void;
};

export type WatchOptions = {
	/** Milliseconds without a byte, pings included, after which the request is given up. Twice as long before the first byte. */
	readonly idleTimeoutMs: number;
	readonly maxBytes: number;
	readonly onTrouble: () => void;
};

/**
A fetch for one request that notices a server which stops sending: the SDK's own timeout ends with the response's head.
On a stall, or on more bytes than any answer has, it says so through `verdict` and calls `onTrouble`, which should abort.
*/
export const watchFetch = (fetch: Fetch, {idleTimeoutMs, maxBytes, onTrouble}: WatchOptions): Watch => {
	let verdict: 'stalled' | 'too-large' | undefined;
	let timer: NodeJS.Timeout | undefined;
	let bytes = 0;

	const stop = (): void => {
		clearTimeout(timer);
		timer = undefined;
	};

	const giveUp = (reason: 'stalled' | 'too-large'): void => {
		stop();
		verdict ??= reason;
		onTrouble();
	};

	const expectBytesWithin = (milliseconds: number): void => {
		stop();
		if (verdict === undefined) {
			timer = setTimeout(() => {
				giveUp('stalled');
			}, milliseconds);
		}
	};

	const watchBody = (body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> => body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
		transform(chunk, controller) {
			bytes += chunk.byteLength;
			if (bytes > maxBytes) {
				giveUp('too-large');
				return;
			}

			expectBytesWithin(idleTimeoutMs);
			controller.enqueue(chunk);
		},
		flush: stop,
	}));

	return {
		async fetch(input, init) {
			expectBytesWithin(idleTimeoutMs * 2);
			// A redirect would turn the question into a GET, or carry the key elsewhere.
			const response = await fetch(input, {...init, redirect: 'manual'});
			expectBytesWithin(idleTimeoutMs);
			if (!response.body) {
				stop();
				return response;
			}

			return new Response(watchBody(response.body), {status: response.status, statusText: response.statusText, headers: response.headers});
		},
		verdict: () => verdict,
		stop,
	};
};
