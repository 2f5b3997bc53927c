import {readFailure} from '../request/api-failure.js';
import {findModel} from '../request/models.js';
import {describeFailure, type ApiFailure} from '../troubles.js';
import type {AnalysisTrouble} from '../../../facts/analysis.js';
import type {Redactor} from '../../types.js';
import {createClient} from './answer-stream.js';

export type ModelQuestion = {
	readonly model: string;
	readonly apiKey: string | undefined;
	readonly authToken: string | undefined;
	readonly baseUrl: string;
	readonly redactor: Redactor;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};

export type ModelAnswer =
	/** The name that people know it by; empty where none is told. */
	| {readonly type: 'found'; readonly name: string}
	| {readonly type: 'failed'; readonly failure: ApiFailure; readonly trouble: AnalysisTrouble};

/** Asks a Messages API for the page of a model: the same client, key and address as an analysis, and no tokens. Throws only the signal's reason. */
export async function askForModel({model, apiKey, authToken, baseUrl, redactor, now}: ModelQuestion, signal: AbortSignal): Promise<ModelAnswer> {
	try {
		const client = await createClient({apiKey, authToken, baseUrl}, async (input, init) => fetch(input, {...init, redirect: 'manual'}));
		const answer = await client.get<unknown>(`/v1/models/${encodeURIComponent(model)}`, {signal});
		return {type: 'found', name: nameIn(answer)};
	} catch (error) {
		signal.throwIfAborted();
		const failure = readFailure(error, now());
		const trouble = describeFailure(failure, {
			model,
			host: new URL(baseUrl).host,
			maxOutputTokens: findModel(model).maxOutputTokens,
			idleSeconds: 0,
			hide: text => redactor.redact([apiKey, authToken].reduce<string>((hidden, secret) => secret === undefined ? hidden : hidden.replaceAll(secret, () => '****'), text)),
		});
		return {type: 'failed', failure, trouble};
	}
}

function nameIn(answer: unknown): string {
	return typeof answer === 'object' && answer !== null && 'display_name' in answer && typeof answer.display_name === 'string' ? answer.display_name : '';
}
