import {LokiError} from './loki-error.js';

export type NotLokiGuess = 'grafana' | 'prometheus' | 'login' | 'redirect' | 'html' | 'https' | 'unknown';

const nextSteps: Readonly<Record<NotLokiGuess, string>> = {
	grafana: 'Give the URL of Loki itself (often port 3100), or of the data source behind Grafana: https://GRAFANA/api/datasources/proxy/uid/UID.',
	prometheus: 'Give the URL of Loki (often port 3100), not of Prometheus.',
	login: 'Give the URL of Loki itself, or credentials for what stands before it.',
	redirect: 'If that is your Loki, use the URL that it redirects to.',
	html: 'Check the Loki URL: it is what comes before /loki/api/v1, for example http://loki.example:3100.',
	https: 'Write https:// instead of http:// in the Loki URL.',
	unknown: 'Check the Loki URL: it is what comes before /loki/api/v1, for example http://loki.example:3100.',
};

/** Something answers there, but it is no Loki: a web page, another program's JSON, Grafana, Prometheus. */
export class NotLokiError extends LokiError {
	override name = 'NotLokiError';

	readonly guess: NotLokiGuess;

	constructor({origin, guess, why, cause}: {readonly origin: string; readonly guess: NotLokiGuess; readonly why: string; readonly cause?: unknown}) {
		super({
			what: `The server at ${origin} is not Loki`,
			why,
			nextStep: nextSteps[guess],
			cause,
		});
		this.guess = guess;
	}
}
