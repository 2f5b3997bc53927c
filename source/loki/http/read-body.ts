import {Buffer} from 'node:buffer';

export type BodyText = {
	readonly text: string;
	readonly isCut: boolean;
};

/** Reads a body up to a number of bytes (after decompression) and lets go of the rest. */
export async function readBody(response: Response, maxBytes: number): Promise<BodyText> {
	const reader = response.body?.getReader();
	if (!reader) {
		return {text: '', isCut: false};
	}

	const chunks: Uint8Array[] = [];
	let bytes = 0;
	let isCut = false;
	for (;;) {
		const {done, value} = await reader.read() as {done: boolean; value: Uint8Array};
		if (done) {
			break;
		}

		chunks.push(value);
		bytes += value.byteLength;
		if (bytes > maxBytes) {
			isCut = true;
			await reader.cancel();
			break;
		}
	}

	return {text: Buffer.concat(chunks).toString('utf8', 0, maxBytes), isCut};
}
